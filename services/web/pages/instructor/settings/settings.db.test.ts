import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { selectExtensions } from '#db/queries/extensions.ts';
import { updateAssignment } from '#db/queries/assignments.ts';
import { assignments } from '#db/schema/assignments.ts';
import { operator } from '#db/testing/course.ts';
import { type Reader, useWeb } from '../../../testing/harness.ts';

const web = useWeb();
let course: Awaited<ReturnType<typeof web.course>>;
let instructor: Reader;
let path: string;
beforeEach(async () => {
  course = await web.course();
  instructor = await web.reader(course.instructor.id);
  path = `/assignments/${course.assignment.id}`;
});
const read = async () => (await web.db.select().from(assignments).where(eq(assignments.id, course.assignment.id)))[0];

/** Every field of the form as the page shows it. */
async function shown(): Promise<Record<string, string>> {
  const { text } = await instructor.get(`${path}/settings`);
  const form = text.slice(text.indexOf(`action="${path}/settings"`), text.indexOf('id="extensions"'));
  const fields = [...form.matchAll(/<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  const selects = [...form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected/g)].map(([, name = '', value = '']) => [name, value]);
  const texts = [...form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</g)].map(([, name = '', value = '']) => [name, value]);
  return Object.fromEntries([...fields, ...selects, ...texts]) as Record<string, string>;
}

test('the rules are saved as they were set, and saving them untouched changes nothing', async () => {
  const sent = {
    ...(await shown()),
    title: 'Exercise 9', instructions: '# Do it\r\n\r\nNow <script>alert(1)</script>', dueAt: '2027-10-31T02:30', 'dueAt-zone': 'Europe/Berlin',
    graceMinutes: '30', attempts: '3', coolDownMinutes: '10', lateHours: '1.5', latePercentPerDay: '20', policy: 'best', checksVisible: 'after-deadline',
  };
  expect((await instructor.post(`${path}/settings`, sent)).status).toBe(303);
  const saved = await read();
  expect(saved).toMatchObject({
    title: 'Exercise 9', instructions: '# Do it\n\nNow <script>alert(1)</script>', dueAt: new Date('2027-10-31T01:30:00.000Z'),
    graceMinutes: 30, attempts: 3, coolDownMinutes: 10, lateMinutes: 90, latePercentPerDay: 20, policy: 'best', checksVisible: 'after-deadline',
  });
  const page = (await instructor.get(`${path}/settings`)).text;
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('<h3>Do it</h3>');
  // The earlier of the two half past two, and a late window of no whole hours: both stay when nothing is touched.
  await updateAssignment(web.db, course.assignment.id, { dueAt: new Date('2027-10-31T00:30:00.250Z'), lateMinutes: 100, instructions: 'Plain' }, operator);
  const before = await read();
  expect((await instructor.post(`${path}/settings`, await shown())).status).toBe(303);
  expect(await read()).toEqual(before);
});

test('an empty deadline and empty attempts are none', async () => {
  await updateAssignment(web.db, course.assignment.id, { dueAt: new Date('2030-01-01T00:00:00Z'), attempts: 2 }, operator);
  await instructor.post(`${path}/settings`, { ...(await shown()), dueAt: '', attempts: '' });
  expect(await read()).toMatchObject({ dueAt: null, attempts: null });
});

test('a wrong form is shown again with what was typed, and changes nothing', async () => {
  const before = await read();
  const form = await shown();
  for (const [name, value] of [['latePercentPerDay', '101'], ['attempts', '0'], ['dueAt', 'soon'], ['graceMinutes', '1.5'], ['title', '']] as const) {
    const answer = await instructor.post(`${path}/settings`, { ...form, [name]: value });
    expect({ name, status: answer.status }).toEqual({ name, status: 422 });
    expect(answer.text).toContain(`id="field-${name}-error"`);
    expect(answer.text).toContain(`value="${value}"`);
  }
  expect((await instructor.post(`${path}/settings`, { ...form, rubricId: course.course.id })).status).toBe(422);
  expect(await read()).toEqual(before);
});

test('an extension is given, told with its reason, and removed', async () => {
  const sent = { student: course.student.id, dueAt: '2030-01-03T12:00', 'dueAt-zone': 'UTC', 'dueAt-was': '', reason: 'Ill <b>' };
  expect((await instructor.get(`${path}/settings`)).text).toContain('There is no deadline that could be put off');
  await updateAssignment(web.db, course.assignment.id, { dueAt: new Date('2030-01-02T12:00:00Z') }, operator);
  const early = await instructor.post(`${path}/extensions`, { ...sent, dueAt: '2030-01-02T12:00' });
  expect(early).toMatchObject({ status: 422, text: expect.stringContaining('Must be later than the deadline of all') });
  expect((await instructor.post(`${path}/extensions`, { ...sent, student: '' })).text).toContain('Choose a student.');
  expect((await instructor.post(`${path}/extensions`, { ...sent, student: course.instructor.id })).status).toBe(404);
  expect(await selectExtensions(web.db, course.assignment.id)).toEqual([]);
  expect((await instructor.post(`${path}/extensions`, sent)).status).toBe(303);
  expect(await selectExtensions(web.db, course.assignment.id)).toMatchObject([{ dueAt: new Date('2030-01-03T12:00:00Z'), reason: 'Ill <b>' }]);
  expect((await instructor.get(`${path}/settings`)).text).toContain('Ill &lt;b&gt;');
  expect((await instructor.post(`${path}/extensions/${course.student.id}/remove`)).status).toBe(303);
  expect((await instructor.post(`${path}/extensions/${course.student.id}/remove`)).status).toBe(404);
});
