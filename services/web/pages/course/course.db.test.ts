import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { pinHostKeys, selectPinnedHostKeys } from '#db/queries/host-keys.ts';
import { selectMembers } from '#db/queries/members.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { importRoster } from '#db/queries/roster.ts';
import { insertUser } from '#db/queries/users.ts';
import { auditLog } from '#db/schema/audit-log.ts';
import { assignments } from '#db/schema/assignments.ts';
import { courses } from '#db/schema/courses.ts';
import { operator } from '#db/testing/course.ts';
import { type Reader, useWeb } from '../../testing/harness.ts';

const web = useWeb();
let course: Awaited<ReturnType<typeof web.course>>;
let instructor: Reader;
let base: string;
beforeEach(async () => {
  course = await web.course();
  instructor = await web.reader(course.instructor.id);
  base = `/courses/${course.course.id}`;
});
const linksIn = (text: string): string[] => [...text.matchAll(/http:\/\/grader\.lab(\/sign-in\/[\w-]{43})<\/code>/g)].map(([, path]) => path ?? '');
const members = () => selectMembers(web.db, course.course.id);
const bob = { userId: '', externalId: 'b-1' };

async function colleague(): Promise<string> {
  const { id } = await insertUser(web.db, { name: 'Barbara' });
  await upsertMembership(web.db, { courseId: course.course.id, userId: id, role: 'instructor' }, operator);
  return id;
}

describe('pages of a course', () => {
  test('are for its instructors: students may not open or send them, strangers know of none', async () => {
    const student = await web.reader(course.student.id);
    const stranger = await web.reader((await web.course()).instructor.id);
    const id = course.course.id;
    const assignment = `/assignments/${course.assignment.id}`;
    const gets = [`${base}/people`, `${base}/host-keys`, `${base}/settings`, `${base}/audit`, `${assignment}/settings`];
    const posts = [
      `${base}/assignments`, `${base}/people`, `${base}/people/roster`, `${base}/people/roster/import`, `${base}/people/links`, `${base}/people/links.csv`,
      `${base}/people/links/revoke`, `${base}/host-keys/${id}/accept`, `${base}/settings`, `${assignment}/settings`, `${assignment}/extensions`, `${assignment}/extensions/${id}/remove`,
    ];
    for (const path of gets) {
      expect({ path, status: (await student.get(path)).status }).toEqual({ path, status: 403 });
      expect({ path, status: (await stranger.get(path)).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await instructor.get(path)).status }).toEqual({ path, status: 200 });
    }
    for (const path of posts) {
      expect({ path, status: (await student.post(path)).status }).toEqual({ path, status: 403 });
      expect({ path, status: (await stranger.post(path)).status }).toEqual({ path, status: 404 });
    }
    expect((await student.get(base)).text).not.toContain('New assignment');
    expect((await instructor.get(base)).text).toContain('New assignment');
    expect((await stranger.get(base)).status).toBe(404);
    expect((await student.get('/courses/new')).status).toBe(403);
    expect((await student.post('/courses/new', { name: 'X', endsOn: '2030-01-01' })).status).toBe(403);
  });

  test('let staff make a course, whose set-up they are led through', async () => {
    const staff = await insertUser(web.db, { name: 'Margaret', isStaff: true });
    const reader = await web.reader(staff.id);
    expect((await reader.get('/')).text).toContain('New course');
    expect((await reader.post('/courses/new', { name: 'Routing', endsOn: '2027-02-30', zone: 'UTC' })).status).toBe(422);
    const made = await reader.post('/courses/new', { name: 'Routing', endsOn: '2027-03-28', zone: 'Europe/Berlin' });
    const page = await reader.get(made.location ?? '');
    expect(page.text).toContain('Setting up, 0 of 3 done');
    const [row] = await web.db.select().from(courses).where(eq(courses.id, made.location?.split('/').at(-1) ?? ''));
    expect(row?.endsAt.toISOString()).toBe('2027-03-28T21:59:59.000Z');
  });

  test('change name and end, which stays to the second where the day does', async () => {
    const sent = { name: 'Networks', endsOn: '2031-01-31', zone: 'Europe/Berlin' };
    await instructor.post(`${base}/settings`, sent);
    const read = async () => (await web.db.select().from(courses).where(eq(courses.id, course.course.id)))[0];
    expect(await read()).toMatchObject({ name: 'Networks', endsAt: course.course.endsAt });
    await instructor.post(`${base}/settings`, { ...sent, endsOn: '2031-02-01' });
    expect((await read())?.endsAt.toISOString()).toBe('2031-02-01T22:59:59.000Z');
    expect((await instructor.get(`${base}/audit?action=course.changed`)).text).toContain('changed the course');
  });
});

describe('a roster', () => {
  const text = 'id,name,email,role\nb-1,Bob,bob@example.edu,\nx-1,"<img src=x onerror=alert(1)>",,\nx-2,=cmd(),,instructor\n,Nobody,,\n';
  test('changes nothing before it was seen, then imports what is right and escapes what is hostile', async () => {
    const shown = await instructor.post(`${base}/people/roster`, { file: new File([text], 'roster.csv', { type: 'text/csv' }) });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('<strong>Line 5:</strong> Nobody has no id');
    expect(shown.text).toContain('Import the 3 lines that are right');
    expect(shown.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(shown.text).not.toContain('<img');
    expect(await members()).toHaveLength(2);
    expect((await instructor.post(`${base}/people/roster/import`, { text })).status).toBe(303);
    expect((await members()).map(({ name, role }) => [name, role])).toEqual([['=cmd()', 'instructor'], ['Grace', 'instructor'], ['<img src=x onerror=alert(1)>', 'student'], ['Ada', 'student'], ['Bob', 'student']]);
    expect((await instructor.get(`${base}/people`)).text).not.toContain('<img');
    const again = await instructor.post(`${base}/people/roster`, { text });
    expect(again.text).toContain('Nothing to do: back');
  });

  test('of another course changes no names there: only staff do', async () => {
    const other = await web.course();
    bob.userId = (await importRoster(web.db, other.course.id, [{ name: 'Robert', email: 'r@example.edu', externalId: 'k-1', role: null }], operator)).get('k-1') ?? '';
    const sent = { text: 'id,name,email\nk-1,Mallory,m@example.edu\n' };
    expect((await instructor.post(`${base}/people/roster`, sent)).text).toContain('The name stays “Robert”: only staff change it');
    await instructor.post(`${base}/people/roster/import`, sent);
    expect((await members()).find(({ id }) => id === bob.userId)).toMatchObject({ name: 'Robert', email: 'r@example.edu', role: 'student' });
  });

  test('takes no role away that it does not speak of, and lets nobody lock themselves out', async () => {
    await web.db.execute(sql`update users set external_id = 'g-' || id where id = ${course.instructor.id}`);
    const own = `g-${course.instructor.id}`;
    await instructor.post(`${base}/people/roster/import`, { text: `id,name\n${own},Grace\n` });
    expect((await members()).find(({ name }) => name === 'Grace')?.role).toBe('instructor');
    const refused = await instructor.post(`${base}/people/roster`, { text: `id,name,role\n${own},Grace,student\n` });
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('this is you') });
    await instructor.post(`${base}/people/roster/import`, { text: `id,name,role\n${own},Grace,student\n` });
    expect((await members()).find(({ name }) => name === 'Grace')?.role).toBe('instructor');
  });

  test('that is none is refused in words, beside the form', async () => {
    expect((await instructor.post(`${base}/people/roster`, { text: '' })).status).toBe(422);
    expect(await instructor.post(`${base}/people/roster`, { text: 'id,name\n1,"Ada\n' })).toMatchObject({ status: 422, text: expect.stringContaining('is not CSV') });
    expect(await instructor.post(`${base}/people/roster`, { file: new File([new Uint8Array([0x69, 0x64, 0x2c, 0x6e, 0x61, 0x6d, 0x65, 0x0a, 0x31, 0x2c, 0x4a, 0xfc])], 'r.csv') })).toMatchObject({ status: 200, text: expect.stringContaining('Jü') });
  });

  test('one person is added, and a wrong form shows what was typed', async () => {
    const wrong = await instructor.post(`${base}/people`, { name: 'Joan', email: 'nowhere', role: 'student' });
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining('value="nowhere"') });
    expect((await instructor.post(`${base}/people`, { name: 'Joan', role: 'student' })).status).toBe(303);
    expect((await members()).map(({ name }) => name)).toContain('Joan');
    expect((await instructor.get(`${base}/people?q=joa`)).text).not.toContain('>Ada<');
    expect((await instructor.get(`${base}/people?q=%25`)).text).toContain('Nobody is called');
  });
});

describe('sign-in links', () => {
  test('for all students are shown once, work once each, and open this course alone', async () => {
    await upsertMembership(web.db, { courseId: (await web.course()).course.id, userId: course.student.id, role: 'student' }, operator);
    const page = await instructor.post(`${base}/people/links`, { who: 'all', days: '7' });
    const [link = '', ...others] = linksIn(page.text);
    expect({ others, cache: page.headers.get('Cache-Control') }).toEqual({ others: [], cache: 'no-store' });
    expect((await instructor.get(`${base}/people`)).text).not.toContain(link);
    expect((await instructor.get(`${base}/people`)).text).toContain('Revoke the 1 open link');
    const browser = await web.reader(null);
    expect((await browser.post(link)).status).toBe(303);
    expect((await browser.get('/')).location).toBe(base);
    expect((await (await web.reader(null)).post(link)).status).toBe(410);
    expect((await members()).find(({ name }) => name === 'Ada')).toMatchObject({ linkUntil: null, signedInAt: expect.any(Date) });
    expect(linksIn((await instructor.post(`${base}/people/links`, { who: 'new' })).text)).toEqual([]);
  });

  test('come as CSV from the page that shows them, and from no other', async () => {
    await web.db.execute(sql`update users set name = '=cmd()' where id = ${course.student.id}`);
    const page = await instructor.post(`${base}/people/links`, { who: 'all' });
    const secrets = linksIn(page.text).map((path) => path.split('/').at(-1) ?? '');
    const csv = await instructor.post(`${base}/people/links.csv`, { secret: secrets });
    expect(csv.headers.get('Content-Disposition')).toContain('attachment');
    expect(csv.text).toContain(`"'=cmd()",,http://grader.lab/sign-in/${secrets[0] ?? ''},`);
    const other = await web.reader(await colleague());
    expect((await other.post(`${base}/people/links.csv`, { secret: secrets })).text.trim().split('\n')).toHaveLength(1);
    expect((await instructor.post(`${base}/people/links.csv`, { secret: 'x' })).status).toBe(400);
  });

  test('a new one takes the place of one that was not used; revoked ones open nothing', async () => {
    const make = async () => linksIn((await instructor.post(`${base}/people/links`, { who: course.student.id })).text)[0] ?? '';
    const [first, second] = [await make(), await make()];
    const browser = await web.reader(null);
    expect([(await browser.get(first)).status, (await browser.get(second)).status]).toEqual([410, 200]);
    await instructor.post(`${base}/people/links/revoke`, { user: course.student.id });
    expect((await browser.get(second)).status).toBe(410);
    const third = await make();
    await instructor.post(`${base}/people/links/revoke`);
    expect((await browser.post(third)).status).toBe(410);
  });

  test('are made by instructors for students and themselves, by staff for anyone', async () => {
    const other = await colleague();
    const ask = async (reader: Reader, who: string) => (await reader.post(`${base}/people/links`, { who })).status;
    const stranger = (await web.course()).student.id;
    expect([await ask(instructor, course.instructor.id), await ask(instructor, other), await ask(instructor, stranger), await ask(instructor, 'x')]).toEqual([200, 403, 404, 404]);
    expect((await instructor.post(`${base}/people/links/revoke`, { user: other })).status).toBe(403);
    const staff = await web.reader((await insertUser(web.db, { name: 'Margaret', isStaff: true })).id);
    expect(await ask(staff, other)).toBe(200);
  });
});

test('a changed host key is shown with the old one and accepted once', async () => {
  const host = { courseId: course.course.id, studentId: course.student.id, address: '10.9.0.1', port: 22 };
  await pinHostKeys(web.db, host, ['SHA256:old'], 'enrolment');
  await pinHostKeys(web.db, host, ['SHA256:new', 'SHA256:new2'], 'first-contact');
  expect((await instructor.get(base)).text).toContain('One machine shows other host keys');
  const page = (await instructor.get(`${base}/host-keys`)).text;
  for (const words of ['SHA256:old', 'SHA256:new', 'SHA256:new2', '10.9.0.1', 'Ada']) expect(page).toContain(words);
  const [accept = ''] = /\/courses\/\S+\/accept/.exec(page) ?? [];
  expect((await instructor.post(accept)).status).toBe(303);
  expect((await selectPinnedHostKeys(web.db, host)).toSorted()).toEqual(['SHA256:new', 'SHA256:new2']);
  expect((await instructor.get(`${base}/host-keys`)).text).toMatch(/Accepted before[^]*SHA256:old[^]*Grace/);
  expect((await instructor.post(accept)).status).toBe(409);
  expect((await instructor.post(accept.replace(base, `/courses/${(await web.course()).course.id}`))).status).toBe(404);
});

test('the audit log is readable, filtered and escaped, and pages to its end', async () => {
  await instructor.post(`${base}/people`, { name: '<b>Bold</b>', role: 'student' });
  const all = (await instructor.get(`${base}/audit`)).text;
  for (const words of ['set a member and their role', '&lt;b&gt;Bold&lt;/b&gt;', 'made the course', 'command line']) expect(all).toContain(words);
  expect((await instructor.get(`${base}/audit?who=grace&action=member.set`)).text).not.toContain('made the course');
  expect((await instructor.get(`${base}/audit?subject=${course.assignment.id}`)).text).toContain('Only what concerns <strong>Exercise 09</strong>');
  expect((await instructor.get(`${base}/audit?who=nobody%00&before=x&subject=y`)).text).toContain('No change is noted');
  const entry = { courseId: course.course.id, actor: 'worker', action: 'grade.stored', subjectKind: 'submission', subjectId: course.course.id };
  await web.db.insert(auditLog).values(Array.from({ length: 120 }, () => entry));
  let path: string | undefined = `${base}/audit?action=grade.stored`;
  let rows = 0;
  for (let pages = 0; path !== undefined && pages < 5; pages++) {
    const { text }: { text: string } = await instructor.get(path);
    rows += text.split('graded a submission</td>').length - 1;
    path = /href="([^"]+)">Older</.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(rows).toBe(120);
});

test('an assignment is set with a deadline on the reader’s wall, across a change of clocks', async () => {
  const zone = { 'dueAt-zone': 'Europe/Berlin', 'dueAt-was': '' };
  const skipped = await instructor.post(`${base}/assignments`, { title: 'Exercise 10', dueAt: '2027-03-28T02:30', ...zone });
  expect(skipped).toMatchObject({ status: 422, text: expect.stringContaining('clocks are put forward over it') });
  expect(skipped.text).toContain('value="2027-03-28T02:30"');
  const made = await instructor.post(`${base}/assignments`, { title: 'Exercise 10', dueAt: '2027-03-28T23:59', ...zone });
  const [row] = await web.db.select().from(assignments).where(eq(assignments.title, 'Exercise 10'));
  expect(row?.dueAt?.toISOString()).toBe('2027-03-28T21:59:00.000Z');
  expect(made.location).toBe(`/assignments/${row?.id ?? ''}/settings`);
});
