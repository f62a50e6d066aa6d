import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectAudit } from '#db/queries/audit.ts';
import { addGradeVersion, lockSubmissions, selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { selectOptionalSubmission } from '#db/queries/submissions.ts';
import { askSecondLook, selectSecondLooks } from '#db/queries/second-looks.ts';
import { overrides } from '#db/schema/overrides.ts';
import type { ScoredGrade } from '#rubric/grade.ts';
import { useWeb } from '../../testing/harness.ts';
import { makeReviewedCourse, recordedBundle, type ReviewedCourse } from '../../testing/reviewed-course.ts';

const web = useWeb();
const check = 'ssh.password-login-disabled';

let course: ReviewedCourse;
let submissionId: string;
let studentId: string;
beforeAll(async () => {
  course = await makeReviewedCourse(web.db);
  ({ submissionId, studentId } = await course.hand('ssh-not-reloaded'));
});

const page = () => `/submissions/${submissionId}`;
const instructor = () => web.reader(course.instructor.id);
const lastAudit = async () => (await selectAudit(web.db, { courseId: course.course.id, subjectId: submissionId, limit: 1 }))[0];
const hashIn = (text: string) => /name="words" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? '';

async function earned(): Promise<number> {
  return (await selectOptionalCurrentGrade(web.db, submissionId))?.earned ?? -1;
}

describe('only instructors of the course', () => {
  const posts = ['/overrides', '/overrides/lift', '/overrides/confirm', '/comments', '/comments/x/remove', '/second-looks/x/answer', '/seen'];
  const gets = ['/probes/sshd', '/probes/sshd?raw=1', '/files/0'];

  test('read raw evidence and send forms: the student is told 403, everybody else 404', async () => {
    const [student, classmate, stranger] = [await web.reader(studentId), await web.reader((await course.hand('stock', 'Classmate')).studentId), await web.reader((await web.course()).instructor.id)];
    const before = await earned();
    for (const path of gets) {
      expect([path, (await student.get(page() + path)).status, (await classmate.get(page() + path)).status, (await stranger.get(page() + path)).status]).toEqual([path, 403, 404, 404]);
    }
    const fields = { check, points: '2', reason: 'Because', comment: 'Hello', answer: 'Yes' };
    for (const path of posts) {
      expect([path, (await student.post(page() + path, fields)).status, (await classmate.post(page() + path, fields)).status, (await stranger.post(page() + path, fields)).status]).toEqual([path, 403, 404, 404]);
    }
    expect(await earned()).toBe(before);
  });

  test('see the rubric beside the evidence; the student reads another page at the same address', async () => {
    const { text } = await (await instructor()).get(page());
    expect(text).toContain('Evidence:');
    expect(text).toContain('To the evidence of this check');
    const own = await (await web.reader(studentId)).get(page());
    expect([own.status, own.text.includes('Evidence:'), own.text.includes('name="words"')]).toEqual([200, false, false]);
  });
});

test('a contradiction stands before everything else with both its sides, and the check with its evidence', async () => {
  const { text } = await (await instructor()).get(page());
  const words = 'By its files sshd would offer no password login to the account netgrader; the running daemon offered password.';
  expect(text.indexOf(words)).toBeGreaterThan(0);
  expect(text.indexOf(words)).toBeLessThan(text.indexOf('Rubric</h2>'));
  expect(text).toContain(`id="check-ssh-password-login-disabled" class="check-item chosen"`);
  expect(text).toContain('id="probe-sshd"');
  expect(text).toContain('id="probe-witness.ssh"');
});

test('points by an instructor change the grade and leave an audit row; lifted, the rubric’s count again', async () => {
  const reader = await instructor();
  const [before, possible] = [await earned(), 10_000];
  const { location } = await reader.post(`${page()}/overrides`, { check, points: '1.25', reason: 'The daemon was restarted right after' });
  expect(location).toBe(`${page()}?check=${check}#check-ssh-password-login-disabled`);
  expect(await earned()).toBe(before + 125);
  expect(await lastAudit()).toMatchObject({ action: 'override.set', actorId: course.instructor.id, why: 'The daemon was restarted right after' });
  const { text } = await reader.get(location ?? '');
  expect(text).toContain('The check now earns 1.25 points.');
  expect(text).toContain('The rubric gave 0.');
  expect(text).toContain('Points by an instructor');
  const report = await (await web.reader(studentId)).get(page());
  expect(report.text).toContain('The daemon was restarted right after');

  await reader.post(`${page()}/overrides/lift`, { check, 'lift-reason': 'It was not' });
  expect(await earned()).toBe(before);
  expect(await lastAudit()).toMatchObject({ action: 'override.lifted', why: 'It was not' });
  expect(before).toBeLessThan(possible);
});

test('a wrong form is shown again with what was typed and changes nothing', async () => {
  const reader = await instructor();
  const before = await earned();
  const tooMany = await reader.post(`${page()}/overrides`, { check, points: '99', reason: 'Kept words' });
  expect([tooMany.status, tooMany.text.includes('points at most'), tooMany.text.includes('value="Kept words"'), tooMany.text.includes('value="99"')]).toEqual([422, true, true, true]);
  const empty = await reader.post(`${page()}/overrides`, { check, points: '1,5' });
  expect([empty.status, empty.text.includes('with at most two decimals'), empty.text.includes('Give a reason.')]).toEqual([422, true, true]);
  const noCheck = await reader.post(`${page()}/overrides`, { check: 'no.such', points: '1', reason: 'x' });
  expect(noCheck.status).toBe(422);
  expect((await reader.post(`${page()}/comments`, { check, comment: ' \n ' })).text).toContain('Write what you want to say.');
  expect((await reader.post(`${page()}/comments`, { check: 'no.such', comment: 'x' })).status).toBe(404);
  expect(await earned()).toBe(before);
});

test('an override whose check the rubric changed is kept when an instructor says so', async () => {
  const reader = await instructor();
  await reader.post(`${page()}/overrides`, { check, points: '1', reason: 'As before' });
  await web.db.update(overrides).set({ lookAgainAt: new Date() }).where(eq(overrides.submissionId, submissionId));
  expect((await reader.get(page())).text).toContain('Overrides to look at again');
  expect((await reader.get(`/assignments/${course.assignment.id}/attention`)).text).toContain('1 point was given: As before');
  await reader.post(`${page()}/overrides/confirm`, { check, 'confirm-reason': 'Looked again' });
  expect(await lastAudit()).toMatchObject({ action: 'override.confirmed', why: 'Looked again' });
  expect((await reader.get(page())).text).not.toContain('Overrides to look at again');
  await reader.post(`${page()}/overrides/lift`, { check, 'lift-reason': 'Done' });
});

test('a comment reaches the student at its check, and any instructor can take it back', async () => {
  const [reader, colleague, student] = [await instructor(), await web.reader(course.colleague.id), await web.reader(studentId)];
  await reader.post(`${page()}/comments`, { check, comment: 'Look at <b>journalctl</b> first' });
  expect(await lastAudit()).toMatchObject({ action: 'comment.added', actorId: course.instructor.id });
  expect((await student.get(page())).text).toContain('Look at &lt;b&gt;journalctl&lt;/b&gt; first');
  const { text } = await colleague.get(`${page()}?check=${check}`);
  const remove = /action="([^"]+\/remove)"/.exec(text)?.[1] ?? '';
  await colleague.post(remove, { check });
  expect(await lastAudit()).toMatchObject({ action: 'comment.removed', actorId: course.colleague.id });
  expect((await student.get(page())).text).not.toContain('journalctl');
  await colleague.post(remove, { check });
  expect((await colleague.get(page())).text).toContain('The comment was removed already.');
});

async function ask(): Promise<string> {
  return (await askSecondLook(web.db, { submissionId, checkId: check, reason: 'sshd was restarted', userId: studentId }))?.id ?? '';
}

describe('a second look', () => {
  test('is answered in the student’s sight, with new points or without', async () => {
    const [reader, student] = [await instructor(), await web.reader(studentId)];
    const first = await ask();
    expect((await reader.get(page())).text).toContain('“sshd was restarted”');
    await reader.post(`${page()}/second-looks/${first}/answer`, { check, answer: 'It had not read its files.' });
    expect((await student.get(page())).text).toContain('It had not read its files.');
    const before = await earned();
    const second = await ask();
    await reader.post(`${page()}/second-looks/${second}/answer`, { check, answer: 'You are right.', 'answer-points': '2', 'answer-reason': 'The log shows it' });
    expect(await earned()).toBe(before + 200);
    expect((await student.get(page())).text).toContain('You are right.');
    await reader.post(`${page()}/overrides/lift`, { check, 'lift-reason': 'Test' });
  });

  test('with points that cannot be given is not answered either', async () => {
    const reader = await instructor();
    const id = await ask();
    const before = await earned();
    const answer = await reader.post(`${page()}/second-looks/${id}/answer`, { check, answer: 'Here you are.', 'answer-points': '50', 'answer-reason': 'Much' });
    expect([answer.status, answer.text.includes('points at most'), answer.text.includes('Here you are.')]).toEqual([422, true, true]);
    expect((await reader.post(`${page()}/second-looks/${id}/answer`, { check, answer: 'Here.', 'answer-points': '1' })).text).toContain('Say why the points change.');
    expect([(await selectSecondLooks(web.db, submissionId)).at(-1)?.state, await earned()]).toEqual(['open', before]);
    await reader.post(`${page()}/second-looks/${id}/answer`, { check, answer: 'No.' });
    await reader.post(`${page()}/second-looks/${id}/answer`, { check, answer: 'Twice.' });
    expect((await reader.get(page())).text).toContain('answered or withdrawn meanwhile');
  });
});

test('what was seen does not come again, until its words change', async () => {
  const reader = await instructor();
  const queue = `/assignments/${course.assignment.id}/attention`;
  const before = await reader.get(page());
  expect(before.text).toContain('1 to look at');
  const fields = { check, words: hashIn(before.text), note: 'Asked them in the lab' };
  const { location } = await reader.post(`${page()}/seen`, { ...fields, back: 'queue' });
  expect(location).toBe(queue);
  expect(await lastAudit()).toMatchObject({ action: 'review.seen', why: 'Asked them in the lab' });
  const after = await reader.get(page());
  expect([after.text.includes('all seen'), after.text.includes('Asked them in the lab')]).toEqual([true, true]);
  expect((await reader.get(queue)).text).not.toContain('By its files sshd');

  await rewordReview('Now something else speaks against it');
  expect((await reader.get(page())).text).toContain('1 to look at');
  expect((await reader.get(queue)).text).toContain('Now something else speaks against it');
  await reader.post(`${page()}/seen`, fields);
  expect((await reader.get(page())).text).toContain('has changed meanwhile');
  expect((await reader.get(page())).text).toContain('1 to look at');
});

/** Another version of the grade, whose marked check says other words. */
async function rewordReview(review: string): Promise<void> {
  const current = await selectOptionalCurrentGrade(web.db, submissionId);
  if (!current) throw new Error('There is a grade');
  const document = structuredClone(current.scored ?? current.document) as ScoredGrade;
  for (const one of document.criteria.flatMap(({ checks }) => checks)) if (one.review !== null) one.review = review;
  const { runId, rubricId } = current;
  await web.db.transaction(async (tx) => {
    await lockSubmissions(tx, [submissionId]);
    await addGradeVersion(tx, { submissionId, runId, rubricId, scored: document, source: 'rescore', makeCurrent: true });
  });
}

describe('hostile evidence', () => {
  const hostile = '\u001B[31m</pre><script>alert(1)</script>\u202E\u0000 evil & "quoted"';
  let path: string;
  beforeAll(async () => {
    const bundle = structuredClone(recordedBundle('stock'));
    bundle.probes['sshd'] = { status: 'collected', exit: 0, stdout: `${hostile}\n`, stderr: hostile, truncated: true, durationMs: 5 };
    bundle.uploads = [{ path: 'docs/<img src=x>.md', executable: false, truncated: false, base64: Buffer.from(hostile.replaceAll('\0', '')).toString('base64') }];
    path = `/submissions/${(await course.hand(bundle, '<i>Mallory</i>')).submissionId}`;
  });

  test('is shown inert beside the rubric, on its own page and as a file', async () => {
    const reader = await instructor();
    for (const of of [`${path}?check=${check}`, `${path}/probes/sshd`, `${path}/files/0`]) {
      const { status, text } = await reader.get(of);
      expect([of, status, text.includes('&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt; evil &amp;')]).toEqual([of, 200, true]);
      // oxlint-disable-next-line no-control-regex
      expect([/<script>|<i>Mallory|<img/.test(text), /[\u001B\u202E\u0000]/.test(text)]).toEqual([false, false]);
    }
    expect((await reader.get(`${path}/probes/sshd`)).text).toContain('was cut there');
  });

  test('comes as it is only as a download that no browser runs', async () => {
    const { status, headers, text } = await (await instructor()).get(`${path}/probes/sshd?raw=1`);
    expect([status, text]).toEqual([200, `${hostile}\n`]);
    expect(headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Disposition')).toBe('attachment; filename="sshd.txt"');
  });

  test('of a probe or file that there is not is 404', async () => {
    const reader = await instructor();
    for (const of of ['/probes/nope', '/probes/constructor', '/files/7', '/files/x']) expect([of, (await reader.get(path + of)).status]).toEqual([of, 404]);
  });
});

test('a submission that could not be graded says why, and has no zero', async () => {
  const { submissionId: id } = await course.hand({ unreachable: 'The machine did not answer on port 22 \0.' }, 'Edsger');
  const { text } = await (await instructor()).get(`/submissions/${id}`);
  expect(text).toContain('The machine did not answer on port 22 .');
  expect(text).toContain('Not gradable');
  expect(text).not.toMatch(/\b0 \/ 100/);
  expect((await selectOptionalSubmission(web.db, id))?.status).toBe('not_gradable');
});
