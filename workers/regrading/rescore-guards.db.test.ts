import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { selectCurrentGrades } from '#db/queries/grade-versions.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { selectOverridesToLookAt, setOverride } from '#db/queries/overrides.ts';
import { acceptHeldItems } from '#db/queries/regrade-accept.ts';
import { selectRegradeItems } from '#db/queries/regrade-items.ts';
import { undoRegrade } from '#db/queries/regrade-undo.ts';
import { confirmRegrade, finishRegrade, insertRegrade, type Regrade, retryFailedItems, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { storeRecollected } from '#db/queries/recollect-items.ts';
import { startNextVisit } from '#db/queries/recollect-visits.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { evidence } from '#db/schema/evidence.ts';
import { gradingRuns } from '#db/schema/grading-runs.ts';
import { operator, submit, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { makeGradedCourse, oneCheckRubric } from '#db/testing/graded-course.ts';
import { bundleSchema } from '#rubric/evidence.ts';
import { notGradableGrade, score, totalsOf } from '#rubric/grade.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import { parseRubric } from '#rubric/rubric.ts';
import complete from '#rubric/checks/ssh/recorded/complete.json' with { type: 'json' };
import { previewRescore, rescore } from './rescore.ts';

const database = useDatabase();
const [first, second] = [oneCheckRubric('1.0.0', 2), oneCheckRubric('2.0.0', 3)];
const check = 'ssh.root-login-refused';
const never = new AbortController().signal;
const reason = 'Root login is worth 3';
let course: TestCourse & { submissions: string[] };
beforeEach(async () => void (course = await makeGradedCourse(database.db, 2, first)));

const by = () => ({ userId: course.instructor.id });
const current = async (id: string) => (await selectCurrentGrades(database.db, [id]))[0];

async function make(kind: Regrade['kind'], text: string, filter = {}): Promise<Regrade> {
  const rubric = await ensureRubric(database.db, text, operator);
  return insertRegrade(database.db, { assignmentId: course.assignment.id, kind, rubricId: rubric.id, filter, reason, ...by() });
}

async function prepareRescore(filter = {}): Promise<Regrade> {
  const made = await make('rescore', second, filter);
  await previewRescore(database.db, made, never);
  return made;
}

async function confirmAndRescore({ id }: Regrade): Promise<Regrade> {
  const confirmed = await confirmRegrade(database.db, { id, ...by(), holds: 'all', adoptRubric: true });
  if (confirmed) await rescore(database.db, confirmed, never);
  return (await selectOptionalRegrade(database.db, id)) as Regrade;
}

/** A recollect of one submission that finds a complete host; its version is held. */
async function recollect(submission: string, text: string): Promise<Regrade> {
  const made = await make('recollect', text, { submissions: [submission] });
  await confirmRegrade(database.db, { id: made.id, ...by(), holds: 'all', adoptRubric: false });
  const next = await startNextVisit(database.db, made.id, { total: 4, perSubnet: 4 });
  if (next.kind !== 'visit') throw new Error(`no visit: ${JSON.stringify(next)}`);
  const [bundle, rubric] = [bundleSchema.parse(complete), parseRubric(text)];
  await keepEvidence(database.db, next.visit.run.runId, bundle);
  expect(await storeRecollected(database.db, next.visit, score(bundle, rubric), digestsOf(rubric))).toBe('held');
  await finishRegrade(database.db, made.id);
  return made;
}

test('what a regrade brought and nobody accepted is judged by no other', async () => {
  const { db } = database;
  const id = await submit(db, course, { address: '127.1.9.9', port: 1 });
  const run = (await startRun(db, id)) as StartedRun;
  await storeGrade(db, { ...run, grade: notGradableGrade(totalsOf(parseRubric(first)), { code: 'connection-timeout', message: 'It was away.' }) });
  await recollect(id, first);
  const over = await confirmAndRescore(await prepareRescore({ submissions: [id] }));
  expect(over.counts).toMatchObject({ failed: 1, applied: 0 });
  expect(await current(id)).toMatchObject({ status: 'not_gradable', version: 1 });
});

test('a grade that was judged anew after the preview is left alone, said, and judged when it is tried again', async () => {
  const { db } = database;
  const [stock = ''] = course.submissions;
  const prepared = await prepareRescore();
  const held = await recollect(stock, first);
  await acceptHeldItems(db, { id: held.id, ...by() });
  const over = await confirmAndRescore(prepared);
  expect(over.counts).toMatchObject({ applied: 1, failed: 1 });
  expect(await selectRegradeItems(db, prepared.id, ['failed'], 9)).toMatchObject([{ submissionId: stock, error: { code: 'changed-since-preview' } }]);
  expect(await current(stock)).toMatchObject({ source: 'recollect', earned: 200 });
  await retryFailedItems(db, { id: prepared.id, ...by() });
  await rescore(db, over, never);
  expect(await current(stock)).toMatchObject({ source: 'rescore', earned: 300 });
});

test('a bundle that cannot be judged fails alone, with its reason', async () => {
  const { db } = database;
  const [stock = ''] = course.submissions;
  const [run] = await db.select().from(gradingRuns).where(eq(gradingRuns.submissionId, stock));
  const [row] = await db.insert(evidence).values({ id: `broken-${stock}`, content: gzipSync('{"format":1}') }).returning();
  await db.update(gradingRuns).set({ evidenceId: row?.id ?? '' }).where(eq(gradingRuns.id, run?.id ?? ''));
  const over = await confirmAndRescore(await prepareRescore());
  expect(over).toMatchObject({ state: 'finished', counts: { applied: 1, failed: 1 } });
  expect(await selectRegradeItems(db, over.id, ['failed'], 9)).toMatchObject([{ submissionId: stock, error: { code: 'internal', message: expect.stringContaining('cannot be judged') } }]);
});

test('undoing gives the assignment its rubric back, unless it was given another since', async () => {
  const { db } = database;
  const rubricNow = async () => (await selectOptionalAssignment(db, course.assignment.id))?.rubricId;
  const over = await confirmAndRescore(await prepareRescore());
  expect(await rubricNow()).toBe(over.rubricId);
  await undoRegrade(db, { id: over.id, ...by() });
  expect(await rubricNow()).toBe(course.assignment.rubricId);
});

test('an override that was set while a version under another rubric was held is put before the instructor when that counts', async () => {
  const { db } = database;
  const [stock = ''] = course.submissions;
  const held = await recollect(stock, second);
  await setOverride(db, { submissionId: stock, checkId: check, earned: 100, reason: 'Seen', ...by() });
  expect(await selectOverridesToLookAt(db, course.assignment.id)).toEqual([]);
  await acceptHeldItems(db, { id: held.id, ...by() });
  expect(await current(stock)).toMatchObject({ source: 'recollect', earned: 100 });
  expect(await selectOverridesToLookAt(db, course.assignment.id)).toMatchObject([{ submissionId: stock, checkId: check }]);
});
