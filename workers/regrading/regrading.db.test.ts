import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { liftOverride, selectOverridesToLookAt, setOverride } from '#db/queries/overrides.ts';
import { selectKept, undoRegrade } from '#db/queries/regrade-undo.ts';
import { cancelRegrade, confirmRegrade, insertRegrade, pauseRegrade, type Regrade, resumeRegrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { selectRegradeItems } from '#db/queries/regrade-items.ts';
import { rescoreNext } from '#db/queries/rescore-items.ts';
import { selectLargestLosses, selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { insertUser } from '#db/queries/users.ts';
import { regradeItems } from '#db/schema/regrade-items.ts';
import { makeCourse, operator, submit, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { bundleSchema } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import complete from '#rubric/checks/ssh/recorded/complete.json' with { type: 'json' };
import stock from '#rubric/checks/ssh/recorded/stock.json' with { type: 'json' };
import { previewRescore, rescore } from './rescore.ts';

const database = useDatabase();
const rubricText = (version: string, points: number) =>
  `id: small\nversion: ${version}\ntitle: Small\ncriteria:\n  - id: ssh\n    title: SSH\n    points: ${points}\n    checks:\n      - { check: ssh.root-login-refused, points: ${points} }\n`;
const [first, second] = [rubricText('1.0.0', 2), rubricText('2.0.0', 3)];
const never = new AbortController().signal;

/** A course whose students, half with a complete host and half with a stock one, were graded under the first rubric. */
async function gradedCourse(students: number): Promise<{ course: TestCourse; submissions: string[] }> {
  const { db } = database;
  const course = await makeCourse(db, first);
  const submissions: string[] = [];
  for (let n = 0; n < students; n++) {
    const student = await insertUser(db, { name: `Student ${n}` });
    const id = await submit(db, course, { studentId: student.id, address: `10.${course.course.id.charCodeAt(0)}.${n >> 8}.${n & 255}` });
    const run = (await startRun(db, id)) as StartedRun;
    const bundle = bundleSchema.parse(n % 2 ? complete : stock);
    await keepEvidence(db, run.runId, bundle);
    await storeGrade(db, { ...run, grade: score(bundle, parseRubric(first)) });
    submissions.push(id);
  }
  return { course, submissions };
}

async function preparedRescore(course: TestCourse, filter = {}): Promise<Regrade> {
  const { db } = database;
  const rubric = await ensureRubric(db, second, operator);
  const made = await insertRegrade(db, { assignmentId: course.assignment.id, kind: 'rescore', rubricId: rubric.id, filter, reason: 'Root login is worth 3', userId: course.instructor.id });
  await previewRescore(db, made, never);
  return (await selectOptionalRegrade(db, made.id)) as Regrade;
}

const step = (regrade: Regrade, course: TestCourse) => ({ id: regrade.id, userId: course.instructor.id });
const confirm = (regrade: Regrade, course: TestCourse) => confirmRegrade(database.db, { ...step(regrade, course), holds: 'worse', adoptRubric: true });

test('a preview tells who would gain by which check, and changes nothing', async () => {
  const { course, submissions } = await gradedCourse(6);
  const regrade = await preparedRescore(course);
  expect(regrade).toMatchObject({ state: 'ready', counts: { pending: 6 } });
  const items = await database.db.select().from(regradeItems).where(eq(regradeItems.regradeId, regrade.id));
  expect(items.map(({ previewEarned }) => previewEarned ?? -1).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 300, 300, 300]);
  expect(items.find(({ previewEarned }) => previewEarned === 300)?.previewChanges).toEqual([{ check: 'ssh.root-login-refused', before: 200, after: 300 }]);
  for (const id of submissions) expect(await selectOptionalCurrentGrade(database.db, id)).toMatchObject({ version: 1 });
});

test('a preview is counted: who gains, who loses most, by which check, and what becomes of each', async () => {
  const { db } = database;
  const { course } = await gradedCourse(6);
  const rubric = await ensureRubric(db, rubricText('0.5.0', 1), operator);
  const wanted = { assignmentId: course.assignment.id, kind: 'rescore', rubricId: rubric.id, filter: {}, reason: 'Worth 1', userId: course.instructor.id } as const;
  const worse = await insertRegrade(db, wanted);
  expect(await selectRegradePreview(db, worse.id)).toMatchObject({ submissions: 6, previewed: 0, changing: 0 });
  await previewRescore(db, worse, never);
  expect(await selectRegradePreview(db, worse.id)).toEqual({
    submissions: 6,
    previewed: 6,
    changing: 3,
    gaining: 0,
    losing: 3,
    notJudged: 0,
    checks: [{ check: 'ssh.root-login-refused', gaining: 0, losing: 3, gained: 0, lost: 300 }],
  });
  expect(await selectLargestLosses(db, worse.id, 2)).toMatchObject([{ name: 'Student 1', before: 200, after: 100 }, { name: 'Student 3', before: 200, after: 100 }]);
  const better = await preparedRescore(course);
  expect(await selectRegradePreview(db, better.id)).toMatchObject({ gaining: 3, losing: 0, checks: [{ gaining: 3, gained: 300, lost: 0 }] });
  expect(await selectLargestLosses(db, better.id, 2)).toEqual([]);
  await confirm(better, course);
  await rescore(db, better, never);
  expect(await selectRegradeItems(db, better.id, ['applied'], 2)).toMatchObject([{ name: 'Student 0', before: 0, after: 0 }, { name: 'Student 1', before: 200, after: 300 }]);
});

test('others have their turn between two judgements, so that a batch stops no visit of the same process', async () => {
  const { db } = database;
  const { course } = await gradedCourse(5);
  const regrade = await preparedRescore(course);
  await confirm(regrade, course);
  let [turn, isOver] = [0, false];
  const count = (): void => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  count();
  const turns: number[] = [];
  await rescoreNext(db, regrade, new Map(), (item) => {
    turns.push(turn);
    return { item, grade: null };
  });
  isOver = true;
  expect(new Set(turns).size).toBe(5);
});

test('killed halfway, it goes on where it was; undone, every grade is the one before, save those that changed since', async () => {
  const { db } = database;
  const { course, submissions } = await gradedCourse(60);
  const before = await Promise.all(submissions.map((id) => selectOptionalCurrentGrade(db, id)));
  const regrade = await preparedRescore(course);
  await confirm(regrade, course);
  // Ends after the first chunk, as a worker that is killed does.
  const dying = new AbortController();
  await rescore(new Proxy(db, { get: (target, name) => (name === 'transaction' ? (work: never) => target.transaction(work).finally(() => dying.abort()) : Reflect.get(target, name, target)) }), regrade, dying.signal);
  expect(await selectOptionalRegrade(db, regrade.id)).toMatchObject({ state: 'running', counts: { applied: 25, pending: 35 } });
  await Promise.all([rescore(db, regrade, never), rescore(db, regrade, never)]);
  expect(await selectOptionalRegrade(db, regrade.id)).toMatchObject({ state: 'finished', counts: { applied: 60, pending: 0 } });
  const after = await Promise.all(submissions.map((id) => selectOptionalCurrentGrade(db, id)));
  expect(after.map((grade) => [grade?.version, grade?.source, grade?.possible])).toEqual(submissions.map(() => [2, 'rescore', 300]));

  const changed = submissions[7] ?? '';
  await setOverride(db, { submissionId: changed, checkId: 'ssh.root-login-refused', earned: 100, reason: 'Shown in the lab', userId: course.instructor.id });
  await undoRegrade(db, step(regrade, course));
  expect(await selectOptionalRegrade(db, regrade.id)).toMatchObject({ state: 'undone', counts: { undone: 59, kept: 1 } });
  expect(await selectKept(db, regrade.id)).toMatchObject([{ submissionId: changed }]);
  const undone = await Promise.all(submissions.map((id) => selectOptionalCurrentGrade(db, id)));
  expect(undone[7]).toMatchObject({ version: 3, source: 'override', earned: 100 });
  expect(JSON.stringify(undone.toSpliced(7, 1))).toBe(JSON.stringify(before.toSpliced(7, 1)));
});

test('paused, nothing new is begun; resumed, it ends; cancelled, what is left stays as it is', async () => {
  const { db } = database;
  const { course } = await gradedCourse(4);
  const regrade = await preparedRescore(course);
  await confirm(regrade, course);
  await pauseRegrade(db, step(regrade, course));
  await rescore(db, regrade, never);
  expect(await selectOptionalRegrade(db, regrade.id)).toMatchObject({ state: 'paused', counts: { pending: 4 } });
  await resumeRegrade(db, step(regrade, course));
  await rescore(db, regrade, never);
  expect(await selectOptionalRegrade(db, regrade.id)).toMatchObject({ state: 'finished', counts: { applied: 4 } });

  const again = await preparedRescore(course);
  await confirm(again, course);
  await cancelRegrade(db, step(again, course));
  await rescore(db, again, never);
  expect(await selectOptionalRegrade(db, again.id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 4, pending: 0 } });
});

test('an override stays on top of a regrade, and is put before the instructor again where the rubric changed its check', async () => {
  const { db } = database;
  const { course, submissions } = await gradedCourse(1);
  const [id = ''] = submissions;
  await setOverride(db, { submissionId: id, checkId: 'ssh.root-login-refused', earned: 150, reason: 'Shown in the lab', userId: course.instructor.id });
  const regrade = await preparedRescore(course);
  await confirm(regrade, course);
  await rescore(db, regrade, never);
  expect(await selectOptionalCurrentGrade(db, id)).toMatchObject({ version: 3, source: 'rescore', earned: 150, possible: 300 });
  expect(await selectOverridesToLookAt(db, course.assignment.id)).toMatchObject([{ submissionId: id, checkId: 'ssh.root-login-refused' }]);
  await liftOverride(db, { submissionId: id, checkId: 'ssh.root-login-refused', reason: 'Judged by the new rubric', userId: course.instructor.id });
  expect(await selectOptionalCurrentGrade(db, id)).toMatchObject({ version: 4, source: 'lift', earned: 0, possible: 300, scored: null });
  expect(await selectOverridesToLookAt(db, course.assignment.id)).toEqual([]);
});
