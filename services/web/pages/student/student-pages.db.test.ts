import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { updateAssignment } from '#db/queries/assignments.ts';
import { selectOptionalEnrolment } from '#db/queries/enrolments.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { setExtension } from '#db/queries/extensions.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { finishVmCheck, selectLatestVmCheck } from '#db/queries/vm-checks.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser } from '#db/queries/users.ts';
import { submissions } from '#db/schema/submissions.ts';
import { uploads } from '#db/schema/uploads.ts';
import { makeBundle, makeCourse, makeGrade, operator, submit, type TestCourse } from '#db/testing/course.ts';
import { makeGradedCourse, oneCheckRubric } from '#db/testing/graded-course.ts';
import { tarGzOf } from '../../../archive/testing/tar.ts';
import { type Reader, useWeb } from '../../testing/harness.ts';

const web = useWeb();
let course: TestCourse;
let student: Reader;
beforeEach(async () => {
  course = await makeCourse(web.db);
  student = await web.reader(course.student.id);
});

const path = (rest = '') => `/assignments/${course.assignment.id}${rest}`;
const machine = { address: '10.0.0.7', port: '22', login: 'ada' };
const keyIn = (text: string) => /ssh-ed25519 \S+/.exec(text)?.[0];
const latest = () => selectLatestVmCheck(web.db, { courseId: course.course.id, studentId: course.student.id });
const mine = () => web.db.select().from(submissions).where(eq(submissions.studentId, course.student.id));

async function classmate(): Promise<Reader> {
  const other = await insertUser(web.db, { name: 'Bob' });
  await upsertMembership(web.db, { courseId: course.course.id, userId: other.id, role: 'student' }, operator);
  return web.reader(other.id);
}

function enrolmentLine(report: object = {}): string {
  const told = { login: 'ada', port: 22, addresses: ['10.0.0.7'], hostKeys: [`SHA256:${'a'.repeat(43)}`], ...report };
  return `netgrader-enrolment:v1:${Buffer.from(JSON.stringify(told)).toString('base64url')}`;
}

const isDisabled = (text: string) => /action="[^"]*\/submissions"[^>]*>\s*<fieldset class="plain" disabled>/.test(text);

/** Graded in full, so long ago. */
async function gradedBefore(minutes: number): Promise<string> {
  const id = await submit(web.db, course);
  const run = (await startRun(web.db, id)) as StartedRun;
  await keepEvidence(web.db, run.runId, makeBundle());
  await storeGrade(web.db, { ...run, grade: makeGrade() });
  await web.db.update(submissions).set({ createdAt: sql`now() - make_interval(mins => ${minutes})` }).where(eq(submissions.id, id));
  return id;
}

describe('handing in by the form', () => {
  test('is the same as by the API: stored, enqueued, and the browser is led to the submission', async () => {
    const answer = await student.post(path('/submissions'), { ...machine, deliverables: '/home/ada/lab' });
    const [row] = await mine();
    expect(answer).toMatchObject({ status: 303, location: `/submissions/${row?.id}` });
    expect(row).toMatchObject({ address: '10.0.0.7', port: 22, login: 'ada', deliverables: '/home/ada/lab' });
    expect(await web.queues.gradingProgress(row?.id ?? '')).toMatchObject({ phase: 'queued' });
  });

  test('with an archive: it is opened, stored and named', async () => {
    const archive = new File([new Uint8Array(tarGzOf({ 'lab/notes.md': 'notes' }))], 'lab.tar.gz');
    expect((await student.post(path('/submissions'), { ...machine, archive })).status).toBe(303);
    const [row] = await mine();
    expect(row?.uploadId).not.toBeNull();
  });

  test('an archive that came with a wrong field need not be sent again', async () => {
    const archive = new File([new Uint8Array(tarGzOf({ 'lab/notes.md': 'notes' }))], 'lab.tar.gz');
    const wrong = await student.post(path('/submissions'), { ...machine, address: 'no address', archive });
    expect(wrong.status).toBe(422);
    const upload = /name="upload" value="([^"]+)"/.exec(wrong.text)?.[1] ?? '';
    expect((await student.post(path('/submissions'), { ...machine, upload })).status).toBe(303);
    expect((await mine())[0]?.uploadId).toBe(upload);
  });

  test('what is no archive is said beside the field, and nothing is stored', async () => {
    const answer = await student.post(path('/submissions'), { ...machine, archive: new File(['hello'], 'lab.zip') });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/id="field-submit-archive-error"/);
    expect([await mine(), await web.db.$count(uploads, eq(uploads.studentId, course.student.id))]).toEqual([[], 0]);
  });

  test.each([
    ['127.0.0.1', 'outside the networks that may be graded'],
    ['169.254.169.254', 'outside the networks that may be graded'],
    ['rebound.lab', 'has the address 127.0.0.1'],
    ['0x7f.1', 'must be an IPv4 address'],
  ])('an address that may not be visited is refused beside its field: %s', async (address, words) => {
    for (const form of ['/submissions', '/check']) {
      const answer = await student.post(path(form), { ...machine, address });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(words);
      expect(answer.text).toContain(`value="${address}"`);
    }
    expect(await mine()).toEqual([]);
  });

  test.each([{ login: '' }, { login: '-rf' }, { port: '70000' }, { port: 'ssh' }, { address: '' }, { deliverables: 'lab' }])('a wrong field is refused with a sentence: %o', async (fields) => {
    const [name] = Object.keys(fields);
    const answer = await student.post(path('/submissions'), { ...machine, ...fields });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`id="field-submit-${name}-error"`);
    expect(await mine()).toEqual([]);
  });

  test('after the deadline nothing is taken, and the form says why', async () => {
    await updateAssignment(web.db, course.assignment.id, { dueAt: new Date('2020-01-01T12:00:00Z') }, operator);
    const shown = await student.get(path());
    expect(shown.text).toContain('Nothing more is taken');
    expect(shown.text).toMatch(/<form method="post" action="[^"]*\/submissions"[^>]*>\s*<fieldset class="plain" disabled>/);
    const answer = await student.post(path('/submissions'), machine);
    expect(answer.status).toBe(409);
    expect(await mine()).toEqual([]);
  });

  test('a machine that is being graded is not taken twice, and the page says so', async () => {
    await student.post(path('/submissions'), machine);
    const answer = await student.post(path('/submissions'), machine);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('is being graded for submission');
    expect(await mine()).toHaveLength(1);
  });

  test('what the student wrote comes back as text', async () => {
    const evil = '"><script>alert(1)</script>';
    const answer = await student.post(path('/submissions'), { ...machine, login: evil, deliverables: evil });
    expect(answer.text).not.toContain('<script>alert');
    expect(answer.text).toContain('&quot;&gt;&lt;script&gt;');
  });
});

describe('the rules of handing in are told before they refuse', () => {
  test('attempts that are used up', async () => {
    await updateAssignment(web.db, course.assignment.id, { attempts: 2 }, operator);
    await gradedBefore(60);
    const first = await student.get(path());
    expect(first.text).toContain('1 of 2 left');
    expect(isDisabled(first.text)).toBe(false);
    await gradedBefore(50);
    const second = await student.get(path());
    expect(second.text).toContain('0 of 2 left');
    expect(second.text).toContain('attempts are used up');
    expect(isDisabled(second.text)).toBe(true);
    expect((await student.post(path('/submissions'), machine)).status).toBe(409);
  });

  test('the time between two submissions', async () => {
    await updateAssignment(web.db, course.assignment.id, { coolDownMinutes: 30 }, operator);
    await gradedBefore(10);
    const shown = await student.get(path());
    expect(shown.text).toContain('You may hand in again from');
    expect(isDisabled(shown.text)).toBe(true);
  });

  test('lateness, with what it costs; and an extension ends it', async () => {
    await updateAssignment(web.db, course.assignment.id, { dueAt: new Date(Date.now() - 3_600_000), lateMinutes: 2880, latePercentPerDay: 10 }, operator);
    const shown = await student.get(path());
    expect(shown.text).toContain('each day begun takes off 10 %');
    expect(shown.text).toContain('The deadline has passed.');
    expect(isDisabled(shown.text)).toBe(false);
    await gradedBefore(0);
    const late = await student.get(path());
    expect(late.text).toContain('1.35 / 2');
    expect(late.text).toContain('1.5 less 0.15, 1 day late');
    await setExtension(web.db, { assignmentId: course.assignment.id, studentId: course.student.id, dueAt: new Date(Date.now() + 86_400_000), reason: 'ill' }, { userId: course.instructor.id });
    const extended = await student.get(path());
    expect(extended.text).toContain('Extended for you');
    expect(extended.text).toContain('1.5 / 2');
    expect((await student.get(`/courses/${course.course.id}`)).text).toContain('extended for you');
  });
});

describe('who may see and send what', () => {
  test('an assignment of a course that one is not in is not there', async () => {
    const stranger = await web.reader((await makeCourse(web.db)).student.id);
    expect((await stranger.get(path())).status).toBe(404);
    for (const form of ['/submissions', '/check', '/enrolment']) expect((await stranger.post(path(form), machine)).status).toBe(404);
    expect((await stranger.get(`/courses/${course.course.id}`)).status).toBe(404);
    expect((await stranger.get(`/courses/${course.course.id}/enrolment.sh`)).status).toBe(404);
  });

  test('instructors are led to the gradebook; they may look at the students’ page and change nothing', async () => {
    const instructor = await web.reader(course.instructor.id);
    expect(await instructor.get(path())).toMatchObject({ status: 303, location: path('/gradebook') });
    const seen = await instructor.get(path('?as=student'));
    expect(seen.status).toBe(200);
    expect(seen.text).not.toContain('PUBLIC_KEY');
    for (const form of ['/submissions', '/check', '/enrolment']) expect((await instructor.post(path(form), machine)).status).toBe(403);
    expect((await instructor.get(`/courses/${course.course.id}/enrolment.sh`)).status).toBe(403);
    expect(await selectOptionalEnrolment(web.db, { courseId: course.course.id, studentId: course.instructor.id })).toBeNull();
  });

  test('each student is shown a script of their own, and no submission of another', async () => {
    const theirs = await submit(web.db, course, { address: '10.0.0.99' });
    const other = await classmate();
    const [shownMine, shownOther] = [await student.get(path()), await other.get(path())];
    expect(keyIn(shownMine.text)).toBeDefined();
    expect(keyIn(shownMine.text)).not.toBe(keyIn(shownOther.text));
    expect(shownMine.text).toContain(theirs);
    expect(shownOther.text).not.toContain(theirs);
    expect(shownOther.text).not.toContain('10.0.0.99');
  });

  test('the script that is downloaded is the one that is shown', async () => {
    const script = await student.get(`/courses/${course.course.id}/enrolment.sh`);
    expect(script.headers.get('Content-Disposition')).toContain('enrolment.sh');
    expect(script.headers.get('Cache-Control')).toBe('no-store');
    const shown = await student.get(path());
    expect(shown.text).toContain(/ssh-ed25519 \S+/.exec(script.text)?.[0]);
  });
});

describe('enrolling by a pasted line', () => {
  test('notes login and addresses, and fills in the forms', async () => {
    expect(await student.post(path('/enrolment'), { line: enrolmentLine() })).toMatchObject({ status: 303, location: path() });
    const shown = await student.get(path());
    expect(shown.text).toContain('Enrolled: your login is ada, at 10.0.0.7');
    expect(shown.text.match(/name="address"[^>]*value="10.0.0.7"/g)).toHaveLength(2);
  });

  test('a page that waits for the script’s report is loaded again when it has come', async () => {
    const poll = /hx-get="([^"]+enrolled)"/.exec((await student.get(path())).text)?.[1] ?? '';
    expect((await student.get(poll)).headers.get('HX-Refresh')).toBeNull();
    await student.post(path('/enrolment'), { line: enrolmentLine() });
    expect((await student.get(poll)).headers.get('HX-Refresh')).toBe('true');
    expect((await student.get(path())).text).not.toContain(poll);
  });

  test('changed host keys wait for the instructor, and the page says so', async () => {
    await student.post(path('/enrolment'), { line: enrolmentLine() });
    await student.post(path('/enrolment'), { line: enrolmentLine({ hostKeys: [`SHA256:${'b'.repeat(43)}`] }) });
    const shown = await student.get(path());
    expect(shown.text).toContain('Your instructor has to accept new host keys');
    expect(shown.text).toContain(`SHA256:${'b'.repeat(43)}`);
  });

  test.each(['', 'netgrader-enrolment:v1:', 'netgrader-enrolment:v1:e30', 'hello'])('half a line is refused beside the field: %s', async (line) => {
    const answer = await student.post(path('/enrolment'), { line });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('id="field-line-error"');
  });
});

describe('checking the VM', () => {
  test('asks for one look, however often the button is pressed', async () => {
    expect(await student.post(path('/check'), machine)).toMatchObject({ status: 303, location: path('#check') });
    const first = await latest();
    await student.post(path('/check'), { ...machine, address: '10.0.0.8' });
    expect((await latest())?.id).toBe(first?.id);
    expect(first).toMatchObject({ state: 'waiting', address: '10.0.0.7', login: 'ada' });
  });

  test('is told as it goes: nothing new is no content, and what came of it needs no script to be read', async () => {
    await student.post(path('/check'), machine);
    const waiting = await student.get(path());
    const poll = /hx-get="([^"]+check\?[^"]+)"/.exec(waiting.text)?.[1] ?? '';
    expect((await student.get(poll)).status).toBe(204);
    const message = 'Nothing listens there <b>now</b>';
    await finishVmCheck(web.db, (await latest())?.id ?? '', { succeeded: [], failure: { step: 'connect', code: 'connection-refused', message } });
    const told = await student.get(poll);
    expect(told.text).toContain('Nothing listens there &lt;b&gt;now&lt;/b&gt;');
    expect(told.text).not.toContain('hx-get');
    const whole = await student.get(path());
    expect(whole.text).toContain('Nothing listens there');
    expect(whole.text).toContain('The last check of this machine failed');
  });

  test('a look whose worker died is given up, and another may be asked for', async () => {
    await student.post(path('/check'), machine);
    const first = await latest();
    await web.db.execute(sql`update vm_checks set started_at = now() - interval '61 seconds' where id = ${first?.id}`);
    expect((await student.get(path())).text).toContain('The check was interrupted');
    await student.post(path('/check'), machine);
    expect((await latest())?.id).not.toBe(first?.id);
  });

  test('is the student’s own: a classmate sees nothing of it', async () => {
    await student.post(path('/check'), machine);
    expect((await (await classmate()).get(path('/check'))).status).toBe(204);
  });
});

describe('what the pages show', () => {
  test('the course: each assignment with its deadline and the score that counts; not gradable is no zero', async () => {
    const graded = await makeGradedCourse(web.db, 2, oneCheckRubric('1.0.0', 2));
    const [, second] = await web.db.select().from(submissions).where(eq(submissions.assignmentId, graded.assignment.id)).orderBy(submissions.id);
    await updateAssignment(web.db, graded.assignment.id, { dueAt: new Date('2031-01-01T12:00:00Z') }, operator);
    const reader = await web.reader(second?.studentId ?? '');
    const shown = await reader.get(`/courses/${graded.course.id}`);
    expect(shown.text).toContain('2 / 2');
    expect(shown.text).toContain('1 Jan 2031');
    expect(shown.text).not.toContain(graded.submissions[0]);
    const page = await reader.get(`/assignments/${graded.assignment.id}`);
    expect(page.text).toContain('counts');
    expect(page.text).toContain('2 / 2');
  });

  test('the instructions are Markdown, and harmless', async () => {
    await web.db.execute(sql`update assignments set instructions = ${'# Do *this*\n\n<img src=x onerror=alert(1)> [link](https://example.edu/lab)'} where id = ${course.assignment.id}`);
    const shown = await student.get(path());
    expect(shown.text).toContain('<h3>Do <em>this</em></h3>');
    expect(shown.text).toContain('href="https://example.edu/lab"');
    expect(shown.text).not.toContain('<img');
  });
});
