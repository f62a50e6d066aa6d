import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { addComment } from '#db/queries/check-comments.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { answerSecondLook, askSecondLook, selectSecondLooks } from '#db/queries/second-looks.ts';
import { insertUser } from '#db/queries/users.ts';
import { assignments, type CheckVisibility } from '#db/schema/assignments.ts';
import { makeCourse, makeGrade, operator, submit, type TestCourse } from '#db/testing/course.ts';
import { type CheckResult, notGradableGrade, type ScoredGrade, totalsOf } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { type Reader, useWeb } from '../../testing/harness.ts';
import { exerciseRubric, gradeRecorded, settleAs } from '../../testing/recorded-submission.ts';

const web = useWeb();
let course: TestCourse;
let student: Reader;
let classmate: Reader;
let outsider: Reader;
let instructor: Reader;
let poor: string;
let better: string;

beforeAll(async () => {
  course = await makeCourse(web.db, exerciseRubric);
  const other = await insertUser(web.db, { name: 'Bob' });
  await upsertMembership(web.db, { courseId: course.course.id, userId: other.id, role: 'student' }, operator);
  const elsewhere = await makeCourse(web.db);
  student = await web.reader(course.student.id);
  classmate = await web.reader(other.id);
  outsider = await web.reader(elsewhere.instructor.id);
  instructor = await web.reader(course.instructor.id);
  poor = await gradeRecorded(web.db, course, 'poor');
  better = await gradeRecorded(web.db, course, 'verbatim');
});

async function show(checksVisible: CheckVisibility): Promise<void> {
  await web.db.update(assignments).set({ checksVisible }).where(eq(assignments.id, course.assignment.id));
}

const check = 'ssh.root-login-refused';

test('nobody but the student and the instructors opens anything of a submission, not even its events', async () => {
  const paths = ['', '/events', '/report.md', '/report.html', `/compare/${better}`, `/compare?second=${better}`, `/second-looks/new?check=${check}`].map((path) => `/submissions/${poor}${path}`);
  for (const stranger of [classmate, outsider]) {
    for (const path of paths) expect({ path, status: (await stranger.get(path)).status }).toEqual({ path, status: 404 });
    expect((await stranger.post(`/submissions/${poor}/second-looks`, { check, reason: 'Mine' })).status).toBe(404);
  }
  const nobody = await web.reader(null);
  for (const path of paths) expect((await nobody.get(path)).status).toBe(401);
  expect(await selectSecondLooks(web.db, poor)).toEqual([]);
});

test('the result names every check of the rubric, what costs most on top, and links that lead somewhere', async () => {
  const { status, text } = await student.get(`/submissions/${poor}`);
  expect(status).toBe(200);
  for (const { items } of parseRubric(exerciseRubric).criteria) for (const item of items) expect(text).toContain(`id="check-${item.check.id}"`);
  expect(text).toContain('What to mend next');
  const anchors = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => id !== 'content');
  expect(anchors.length).toBeGreaterThan(10);
  for (const id of anchors) expect(text).toContain(`id="${id}"`);
});

test('to mend: no check that passed is listed', async () => {
  const { text } = await student.get(`/submissions/${poor}?show=mend`);
  expect(text).toContain('class="check failed"');
  expect(text).not.toContain('class="check passed"');
});

test('an override, a comment and an answer stand beside their check', async () => {
  const id = await gradeRecorded(web.db, course, 'poor');
  const userId = course.instructor.id;
  await setOverride(web.db, { submissionId: id, checkId: check, earned: 50, reason: 'Seen in the lab', userId });
  await addComment(web.db, { submissionId: id, checkId: check, text: 'Look at <b>the drop-in</b>', userId });
  const look = await askSecondLook(web.db, { submissionId: id, checkId: check, reason: 'It is refused', userId: course.student.id });
  await answerSecondLook(web.db, { id: look?.id ?? '', submissionId: id, answer: 'Only after a reload', userId });
  const { text } = await student.get(`/submissions/${id}`);
  const section = text.slice(text.indexOf(`id="check-${check}"`)).split('</details>')[0] ?? '';
  expect(section).toMatch(/^[^>]* open>/);
  for (const words of ['Seen in the lab', 'Look at &lt;b&gt;the drop-in&lt;/b&gt;', 'It is refused', 'Only after a reload', 'Grace']) expect(section).toContain(words);
});

test('a grade that could not be formed is no zero, and says what to do', async () => {
  const grade = notGradableGrade(totalsOf(parseRubric(exerciseRubric)), { code: 'unreachable', message: 'The machine did not answer. Start it, and submit again.' });
  const id = await settleAs(web.db, course, grade);
  const { text } = await student.get(`/submissions/${id}`);
  expect(text).toContain('The machine did not answer. Start it, and submit again.');
  expect(text).toContain('uses up no attempt');
  expect(text).not.toMatch(/<strong>0<\/strong>|0 of \d+ points/);
});

test('a provisional grade says what is open, and open checks have no points', async () => {
  const whole = makeGrade();
  const [criterion] = whole.criteria;
  const checks = (criterion?.checks ?? []).map((each, index): CheckResult => (index === 1 ? { ...each, outcome: 'not_gradable', earned: null, seen: 'not reported', hint: 'Submit again.' } : each));
  const grade = { ...whole, status: 'provisional', judged: 150, criteria: [{ ...criterion, judged: 150, checks }] } as ScoredGrade;
  const { text } = await student.get(`/submissions/${await settleAs(web.db, course, grade)}`);
  expect(text).toContain('Provisional');
  expect(text).toContain('0.5 are still open');
  expect(text).toContain('not gradable, 0.5 points open');
});

test('what a host wrote is inert wherever it is shown: markup, terminal sequences, bidi controls, very long words', async () => {
  const evil = `<script>alert(1)</script>\u001B[31mred\u001B[0m \u202Egnp.exe\u0000 ${'w'.repeat(10_000)} </pre><img src=x onerror=alert(1)> [x](javascript:alert(1))`;
  const whole = makeGrade();
  const hostile = (one: CheckResult): CheckResult => ({ ...one, outcome: 'failed', earned: 0, seen: evil, where: evil, hint: evil, quote: evil, review: evil });
  const grade: ScoredGrade = { ...whole, earned: 0, notes: [evil], criteria: whole.criteria.map((each) => ({ ...each, earned: 0, checks: each.checks.map(hostile) })) };
  const id = await settleAs(web.db, course, grade);
  for (const path of ['', `/compare/${poor}?show=all`, '/report.html', '/second-looks/new?check=ssh.one']) {
    const { status, text } = await student.get(`/submissions/${id}${path}`);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<script>|<img|<a[^>]+javascript:/);
    // Control characters but tab and newline, and those that turn the direction of a text.
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/);
  }
});

test.each(['never', 'after-deadline'] as const)('checks shown %s: no page of the student tells of one, and nothing can be asked about one', async (setting) => {
  await show(setting);
  try {
    const title = 'Root cannot log in';
    const pages = await Promise.all(['', '?show=mend', '/report.md', '/report.html', `/compare/${better}?show=all`].map((path) => student.get(`/submissions/${poor}${path}`)));
    for (const { status, text } of pages) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/check-ssh|ssh\.root-login|PermitRootLogin|Expected/);
      expect(text).not.toContain(title);
      expect(text).toContain(setting === 'never' ? 'your instructor shows totals' : 'after the deadline, which is not set yet');
    }
    expect((await student.get(`/submissions/${poor}/second-looks/new?check=${check}`)).status).toBe(404);
    expect((await student.post(`/submissions/${poor}/second-looks`, { check, reason: 'Please' })).status).toBe(404);
    expect((await instructor.get(`/submissions/${poor}/compare/${better}?show=all`)).text).toContain('Root cannot log in');
  } finally {
    await show('always');
  }
});

test('a second look: asked once, refused without a reason, withdrawn, and never by others', async () => {
  const path = `/submissions/${better}/second-looks`;
  const empty = await student.post(path, { check, reason: ' ' });
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('Say why');
  expect((await student.post(path, { check, reason: 'x'.repeat(2001) })).status).toBe(422);
  expect((await student.post(path, { check: 'ssh.no-such', reason: 'Please' })).status).toBe(404);
  expect((await instructor.post(path, { check, reason: 'Please' })).status).toBe(403);
  const asked = await student.post(path, { check, reason: 'It is refused\u0000 since Monday' });
  expect(asked).toMatchObject({ status: 303, location: `/submissions/${better}#check-${check}` });
  expect((await student.get(`/submissions/${better}`)).text).toContain('waits for an answer');
  await student.post(path, { check, reason: 'Again' });
  const [look, ...more] = await selectSecondLooks(web.db, better);
  expect(more).toEqual([]);
  expect((await classmate.post(`${path}/${look?.id}/withdraw`)).status).toBe(404);
  // An id of another submission's question opens nothing here.
  await student.post(`/submissions/${poor}/second-looks/${look?.id}/withdraw`);
  expect(await selectSecondLooks(web.db, better)).toMatchObject([{ state: 'open' }]);
  await student.post(`${path}/${look?.id}/withdraw`);
  expect(await selectSecondLooks(web.db, better)).toMatchObject([{ state: 'withdrawn', reason: 'It is refused since Monday' }]);
});

test('side by side: what changed, with sign and word, the older one first however they are named', async () => {
  const page = await student.get(`/submissions/${better}/compare/${poor}`);
  expect(page.text).toContain('Submissions 1 and 2 side by side');
  expect(page.text).toMatch(/\+[\d.]+ gained/);
  expect(page.text).not.toContain('>same</span></header>');
  expect((await student.get(`/submissions/${better}/compare/${poor}?show=all`)).text).toContain('>same</span></header>');
  const chosen = await student.get(`/submissions/${poor}/compare?first=${poor}&second=${better}`);
  expect(chosen.location).toBe(`/submissions/${poor}/compare/${better}`);
});

test('submissions of two students are never compared, not even by an instructor', async () => {
  const other = await insertUser(web.db, { name: 'Cleo' });
  await upsertMembership(web.db, { courseId: course.course.id, userId: other.id, role: 'student' }, operator);
  const theirs = await gradeRecorded(web.db, course, 'poor', other.id);
  expect((await instructor.get(`/submissions/${poor}/compare/${theirs}`)).status).toBe(404);
  expect((await student.get(`/submissions/${poor}/compare/${theirs}`)).status).toBe(404);
});

test('an instructor sees what the student sees on request, concealed as for the student, and can ask nothing there', async () => {
  await show('never');
  try {
    const { status, text } = await instructor.get(`/submissions/${poor}?as=student`);
    expect(status).toBe(200);
    expect(text).toContain('You see what the student sees');
    expect(text).toContain('your instructor shows totals');
    expect(text).not.toMatch(/check-ssh|Ask for a second look/);
  } finally {
    await show('always');
  }
});

test('the stream of one that is settled says so and ends; one that waits is shown with its phase', async () => {
  const settled = await student.get(`/submissions/${poor}/events`);
  expect(settled.headers.get('Content-Type')).toContain('text/event-stream');
  expect(settled.text).toBe(`event: settled\ndata: ${poor}\n\n`);
  const waiting = await submit(web.db, course, { address: '10.20.0.9' });
  const { text } = await student.get(`/submissions/${waiting}`);
  expect(text).toContain(`hx-sse:connect="/submissions/${waiting}/events"`);
  expect(text).toMatch(/<li aria-current="step"><strong>Waiting for a place/);
  expect((await student.get(`/submissions/${waiting}/report.md`)).status).toBe(409);
});
