import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { readRecordings } from '#lab/recorded/recording.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { confirmRegrade, insertRegrade, type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { insertDraft, keepDraftImpact, publishDraft, resetDraft, type RubricDraft, selectOptionalDraft } from '#db/queries/rubric-drafts.ts';
import { selectRubrics } from '#db/queries/rubrics.ts';
import { insertUser } from '#db/queries/users.ts';
import { rubricDrafts } from '#db/schema/rubric-drafts.ts';
import { makeCourse, operator, submit, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { makeGradedCourse, oneCheckRubric } from '#db/testing/graded-course.ts';
import { notGradableGrade, score, totalsOf } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { rescore } from '../regrading/rescore.ts';
import { previewDraft } from './preview-draft.ts';

const database = useDatabase();
const never = new AbortController().signal;

const draftOf = async (course: TestCourse, text: string) => insertDraft(database.db, { assignmentId: course.assignment.id, text, createdBy: course.instructor.id });
const read = async (id: string) => (await selectOptionalDraft(database.db, id)) as RubricDraft;

/** Recorded hosts, a student each, graded by the exercise's own rubric. */
async function recordedCourse(text: string, names: readonly string[]): Promise<TestCourse & { submissions: string[] }> {
  const { db } = database;
  const course = await makeCourse(db, text);
  const recordings = readRecordings();
  const submissions: string[] = [];
  for (const [n, name] of names.entries()) {
    const bundle = recordings.get(name)?.bundle;
    if (!bundle) throw new Error(`There is no recording ${name}`);
    const student = await insertUser(db, { name });
    await upsertMembership(db, { courseId: course.course.id, userId: student.id, role: 'student' }, operator);
    const id = await submit(db, course, { studentId: student.id, address: `127.3.0.${n}`, port: 1 });
    const run = (await startRun(db, id)) as StartedRun;
    await keepEvidence(db, run.runId, bundle);
    await storeGrade(db, { ...run, grade: score(bundle, parseRubric(text)) });
    submissions.push(id);
  }
  return { ...course, submissions };
}

test('a draft says of recorded hosts exactly what a rescore under it then does, overrides on top', async () => {
  const { db } = database;
  const text = readFileSync(new URL('../../rubric/exercises/linux-networking.yaml', import.meta.url), 'utf8');
  const names = [...readRecordings().keys()].filter((_, index) => index % 20 === 0);
  const course = await recordedCourse(text, names);
  const [overridden = ''] = course.submissions;
  expect(await setOverride(db, { submissionId: overridden, checkId: 'ssh.root-login-refused', earned: 150, reason: 'Seen by hand', userId: course.instructor.id })).toMatchObject({ kind: 'set' });
  const edited = text.replace('{ check: ssh.password-login-disabled, points: 3,', '{ check: ssh.password-login-disabled, points: 2,').replace('{ check: ssh.root-login-refused, points: 2,', '{ check: ssh.root-login-refused, points: 3,');
  expect(edited).not.toBe(text);
  const id = await draftOf(course, edited);
  await previewDraft(db, id, never);
  const draft = await read(id);
  expect(draft).toMatchObject({ total: names.length, done: names.length, error: null });
  expect(draft.finishedAt).not.toBeNull();

  const rubric = await publishDraft(db, draft, { userId: course.instructor.id, adopt: true });
  const made = await insertRegrade(db, { assignmentId: course.assignment.id, kind: 'rescore', rubricId: rubric.id, filter: {}, reason: 'Root login is worth 3', userId: course.instructor.id });
  await db.execute(`update regrades set previewed_at = now() where id = '${made.id}'`);
  await confirmRegrade(db, { id: made.id, userId: course.instructor.id, holds: 'none', adoptRubric: false });
  await rescore(db, (await selectOptionalRegrade(db, made.id)) as Regrade, never);
  const now = await Promise.all(course.submissions.map((submission) => selectOptionalCurrentGrade(db, submission)));
  const told = new Map(draft.impact?.map(({ submissionId, after }) => [submissionId, after]));
  expect(now.map((grade) => [grade?.submissionId, told.get(grade?.submissionId ?? '')])).toEqual(now.map((grade) => [grade?.submissionId, grade?.earned]));
  expect(draft.impact?.some(({ before, after }) => before !== after)).toBe(true);
  expect(draft.impact?.find(({ submissionId }) => submissionId === overridden)?.changes.map(({ check }) => check)).not.toContain('ssh.root-login-refused');
}, 60_000);

test('a draft changes nothing until it is published: no version, no grade, no rubric of the assignment', async () => {
  const { db } = database;
  const course = await makeGradedCourse(db, 4, oneCheckRubric('1.0.0', 2));
  const before = await selectRubrics(db);
  const id = await draftOf(course, oneCheckRubric('7.0.0', 3));
  await previewDraft(db, id, never);
  expect((await read(id)).impact?.map(({ before: was, after }) => [was, after]).toSorted()).toEqual([[0, 0], [0, 0], [200, 300], [200, 300]]);
  expect(await selectRubrics(db)).toEqual(before);
  for (const submission of course.submissions) expect(await selectOptionalCurrentGrade(db, submission)).toMatchObject({ version: 1 });
});

test('who has no evidence is told with the reason, and would stay', async () => {
  const { db } = database;
  const course = await makeGradedCourse(db, 1, oneCheckRubric('1.0.0', 2));
  const student = await insertUser(db, { name: 'Silent' });
  await upsertMembership(db, { courseId: course.course.id, userId: student.id, role: 'student' }, operator);
  const silent = await submit(db, course, { studentId: student.id, address: '127.4.0.1', port: 1 });
  const run = (await startRun(db, silent)) as StartedRun;
  await storeGrade(db, { ...run, grade: notGradableGrade(totalsOf(parseRubric(oneCheckRubric('1.0.0', 2))), { code: 'unreachable', message: 'The machine did not answer.' }) });
  const id = await draftOf(course, oneCheckRubric('8.0.0', 3));
  await previewDraft(db, id, never);
  expect((await read(id)).impact?.find(({ submissionId }) => submissionId === silent)).toEqual({ submissionId: silent, before: null, after: null, changes: [], why: 'No visit found anything that could be judged again.' });
});

test('what a worker found before it died is kept, and the next one does the rest; asked again, all is done anew', async () => {
  const { db } = database;
  const course = await makeGradedCourse(db, 3, oneCheckRubric('1.0.0', 2));
  const id = await draftOf(course, oneCheckRubric('9.0.0', 3));
  const [first = ''] = course.submissions;
  // Nothing but an earlier worker's word could say this of a stock host.
  const earlier = { submissionId: first, before: 0, after: 99, changes: [] };
  expect(await keepDraftImpact(db, id, { total: 3, impact: [earlier], isComplete: false })).toBe(true);
  await previewDraft(db, id, never);
  expect((await read(id)).impact?.find(({ submissionId }) => submissionId === first)).toEqual(earlier);
  await resetDraft(db, id);
  await previewDraft(db, id, never);
  expect((await read(id)).impact?.find(({ submissionId }) => submissionId === first)).toMatchObject({ after: 0 });
});

test('a worker that is told to stop leaves the draft unfinished', async () => {
  const { db } = database;
  const course = await makeGradedCourse(db, 2, oneCheckRubric('1.0.0', 2));
  const id = await draftOf(course, oneCheckRubric('10.0.0', 3));
  await previewDraft(db, id, AbortSignal.abort());
  expect(await read(id)).toMatchObject({ done: 0, finishedAt: null, error: null });
});

test('a draft that this grader cannot read any more says so', async () => {
  const { db } = database;
  const course = await makeGradedCourse(db, 1, oneCheckRubric('1.0.0', 2));
  const id = await draftOf(course, oneCheckRubric('11.0.0', 3).replace('ssh.root-login-refused', 'ssh.gone'));
  await previewDraft(db, id, never);
  expect(await read(id)).toMatchObject({ finishedAt: null });
  const [row] = await db.select({ error: rubricDrafts.error }).from(rubricDrafts).where(eq(rubricDrafts.id, id));
  expect(row?.error).toContain('not valid any more');
});
