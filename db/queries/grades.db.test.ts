import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { notGradableGrade, totalsOf } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { checkOutcomes } from '../schema/check-outcomes.ts';
import { evidence } from '../schema/evidence.ts';
import { grades } from '../schema/grades.ts';
import { emptyRubric, makeBundle, makeCourse, makeGrade, submit } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { StaleRunError } from './errors.ts';
import { selectAudit } from './audit.ts';
import { keepEvidence, selectOptionalEvidence } from './evidence.ts';
import { storeGrade } from './grades.ts';
import { failRun, selectRuns, startRun, type StartedRun } from './grading-runs.ts';
import { selectOptionalSubmission } from './submissions.ts';

const database = useDatabase();

async function startedSubmission() {
  const id = await submit(database.db, await makeCourse(database.db));
  return { id, run: (await startRun(database.db, id)) as StartedRun };
}

describe('storing a grade', () => {
  test('keeps evidence, grade and outcomes, ends the run and settles the submission', async () => {
    const { id, run } = await startedSubmission();
    await keepEvidence(database.db, run.runId, makeBundle());
    const gradeId = await storeGrade(database.db, { ...run, grade: makeGrade() });
    const submission = await selectOptionalSubmission(database.db, id);
    expect(submission).toMatchObject({ status: 'graded', grade: { id: gradeId, status: 'final', earned: 150, possible: 200 } });
    expect(submission?.grade?.document).toEqual(makeGrade());
    expect((await selectOptionalEvidence(database.db, id))?.bundle).toEqual(makeBundle());
    const outcomes = await database.db.select().from(checkOutcomes).where(eq(checkOutcomes.gradeId, gradeId));
    expect(outcomes.map(({ checkId, outcome, earned }) => [checkId, outcome, earned])).toEqual([
      ['ssh.one', 'passed', 150],
      ['ssh.two', 'failed', 0],
    ]);
    expect((await selectRuns(database.db, id))[0]?.finishedAt).toBeInstanceOf(Date);
    expect(await selectAudit(database.db, { courseId: submission?.courseId ?? '', subjectId: id, limit: 10 })).toMatchObject([
      { action: 'grade.stored', actor: 'worker', subjectId: id, before: null, after: { version: 1, status: 'final', earned: 150, judged: 200 } },
    ]);
  });

  test('keeps the outcomes of bonus challenges, whose points are in no total', async () => {
    const { id, run } = await startedSubmission();
    const grade = makeGrade();
    const [check] = grade.criteria[0]?.checks ?? [];
    if (check) grade.bonus = { earned: 100, possible: 100, checks: [{ ...check, id: 'bonus.one', earned: 100, possible: 100 }] };
    const gradeId = await storeGrade(database.db, { ...run, grade });
    expect((await selectOptionalSubmission(database.db, id))?.grade).toMatchObject({ earned: 150, possible: 200 });
    const outcomes = await database.db.select().from(checkOutcomes).where(eq(checkOutcomes.gradeId, gradeId));
    expect(outcomes.map(({ checkId }) => checkId)).toContain('bonus.one');
  });

  test('stores nothing at all when one part of it fails', async () => {
    const { id, run } = await startedSubmission();
    const grade = makeGrade();
    const [first] = grade.criteria[0]?.checks ?? [];
    if (first) grade.criteria[0]?.checks.push(first); // the same check twice breaks the primary key
    await expect(storeGrade(database.db, { ...run, grade })).rejects.toThrow(/check_outcomes/);
    expect(await selectOptionalSubmission(database.db, id)).toMatchObject({ status: 'running', grade: null });
    expect(await database.db.select().from(grades).where(eq(grades.submissionId, id))).toEqual([]);
    expect((await selectRuns(database.db, id))[0]?.finishedAt).toBeNull();
    await storeGrade(database.db, { ...run, grade: makeGrade() });
  });

  test('is refused to a run that a newer one replaced', async () => {
    const { id, run } = await startedSubmission();
    const newer = (await startRun(database.db, id)) as StartedRun;
    await expect(storeGrade(database.db, { ...run, grade: makeGrade() })).rejects.toThrow(StaleRunError);
    await storeGrade(database.db, { ...newer, grade: makeGrade() });
    expect(await startRun(database.db, id)).toBeNull();
  });

  test('happens once, however many try at once', async () => {
    const { run } = await startedSubmission();
    const tries = Array.from({ length: 8 }, () => storeGrade(database.db, { ...run, grade: makeGrade() }));
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  test('keeps one copy of evidence that is the same', async () => {
    const bundle = makeBundle('2030-03-03T10:00:00.000Z');
    const before = await database.db.$count(evidence);
    for (const _ of [1, 2]) {
      const { run } = await startedSubmission();
      await keepEvidence(database.db, run.runId, bundle);
    }
    expect(await database.db.$count(evidence)).toBe(before + 1);
  });

  test('of a host that could not be visited settles the submission as not gradable', async () => {
    const { id, run } = await startedSubmission();
    const grade = notGradableGrade(totalsOf(parseRubric(emptyRubric)), { code: 'connection-refused', message: 'Start the SSH server.' });
    await storeGrade(database.db, { ...run, grade });
    expect(await selectOptionalSubmission(database.db, id)).toMatchObject({ status: 'not_gradable' });
    expect(await selectOptionalEvidence(database.db, id)).toBeNull();
  });
});

test('a run that failed leaves the submission open for the next one', async () => {
  const { id, run } = await startedSubmission();
  expect(await failRun(database.db, run.runId, { code: 'connection-lost', message: 'cut' })).toBe(true);
  expect(await failRun(database.db, run.runId, { code: 'late', message: 'late' })).toBe(false);
  expect(await startRun(database.db, id)).toMatchObject({ fencingToken: 2 });
  expect((await selectRuns(database.db, id)).map((row) => row.error?.code ?? null)).toEqual(['connection-lost', null]);
});
