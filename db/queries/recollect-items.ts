import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { checkChanges } from '#rubric/check-changes.ts';
import type { Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { gradingRuns, type RunError } from '../schema/grading-runs.ts';
import { regradeItems } from '../schema/regrade-items.ts';
import { regrades } from '../schema/regrades.ts';
import { submissions } from '../schema/submissions.ts';
import { recordAudit } from './audit.ts';
import { StaleRunError } from './errors.ts';
import { addGradeVersion, gradeForAudit, type GradeVersion, lockSubmissions, makeVersionsCurrent, selectOptionalCurrentGrade } from './grade-versions.ts';
import { releaseLease } from './host-leases.ts';
import { askToLookAgain } from './overrides.ts';
import type { RecollectVisit } from './recollect-visits.ts';
import { endItems, keepPreview } from './rescore-items.ts';

/**
 * Stores what a new visit gave, as a version that becomes current, or that is held as the regrade says, with what it
 * would change. A grade that could not be formed changes nothing. Throws StaleRunError where another run overtook this one.
 */
export async function storeRecollected(
  db: Database,
  { itemId, submissionId, run }: RecollectVisit,
  grade: Grade,
  digests: ReadonlyMap<string, string>,
): Promise<'applied' | 'held' | 'failed' | 'cancelled'> {
  return db.transaction(async (tx) => {
    // The item first, as who begins a visit does.
    await tx.select({ id: regradeItems.id }).from(regradeItems).where(eq(regradeItems.id, itemId)).for('update');
    await lockSubmissions(tx, [submissionId]);
    const [row] = await tx
      .select({ item: regradeItems, regrade: regrades, courseId: submissions.courseId })
      .from(gradingRuns)
      .innerJoin(regradeItems, eq(regradeItems.id, gradingRuns.regradeItemId))
      .innerJoin(regrades, eq(regrades.id, regradeItems.regradeId))
      .innerJoin(submissions, and(eq(submissions.id, gradingRuns.submissionId), eq(submissions.latestRun, gradingRuns.number)))
      .where(and(eq(gradingRuns.id, run.runId), eq(gradingRuns.number, run.fencingToken), isNull(gradingRuns.finishedAt)));
    if (!row) throw new StaleRunError(`Run ${run.runId} is not the newest of its submission any more`);
    await tx.update(gradingRuns).set({ finishedAt: sql`now()` }).where(eq(gradingRuns.id, run.runId));
    await releaseLease(tx, run.runId);
    if (row.item.state !== 'pending') return 'cancelled';
    if (grade.status === 'not_gradable') {
      await endItems(tx, [{ id: itemId, state: 'failed', error: grade.reason }]);
      return 'failed';
    }
    const current = await selectOptionalCurrentGrade(tx, submissionId);
    const { regrade } = row;
    const added = await addGradeVersion(tx, {
      submissionId,
      runId: run.runId,
      rubricId: run.rubricId,
      scored: grade,
      source: 'recollect',
      regradeId: regrade.id,
      makeCurrent: false,
    });
    const isHeld = regrade.holds === 'all' || (regrade.holds === 'worse' && current !== null && isWorse(added.version, current));
    if (!isHeld) await makeVersionsCurrent(tx, [{ submissionId, gradeId: added.version.id }]);
    await askToLookAgain(tx, [submissionId], digests);
    const state = isHeld ? 'held' : 'applied';
    await endItems(tx, [{ id: itemId, state, gradeId: added.version.id, replacedGradeId: current?.id ?? null }]);
    const { earned, document } = added.version;
    await keepPreview(tx, [{ id: itemId, earned, changes: checkChanges(current?.document ?? null, document), baseGradeId: current?.id ?? null }]);
    await recordAudit(tx, {
      actor: { userId: regrade.createdBy },
      action: 'grade.stored',
      subject: { kind: 'submission', id: submissionId },
      courseId: row.courseId,
      before: gradeForAudit(current),
      after: { ...gradeForAudit(added.version), held: isHeld },
      why: regrade.reason,
    });
    return state;
  });
}

/** Fewer points, or fewer points judged: a machine that answers less must not cost a student silently. */
function isWorse(version: GradeVersion, current: GradeVersion): boolean {
  if (current.status === 'not_gradable') return false;
  return version.earned < current.earned || version.judged < current.judged;
}

/** The visit failed for now; another one follows, not before. Ends the run; one that was overtaken changes nothing. */
export async function postponeItem(db: Database, visit: RecollectVisit, error: RunError, afterMs: number, isFault: boolean): Promise<void> {
  await afterVisit(db, visit, error, {
    notBefore: sql`now() + make_interval(secs => ${afterMs / 1000})`,
    faults: isFault ? sql`${regradeItems.faults} + 1` : sql`${regradeItems.faults}`,
  });
}

/** No visit could be made: the grade stays as it is. Ends the run; one that was overtaken changes nothing. */
export async function failItem(db: Database, visit: RecollectVisit, error: RunError): Promise<void> {
  await afterVisit(db, visit, error, { state: 'failed', error, endedAt: sql`now()` });
}

async function afterVisit(db: Database, { itemId, submissionId, run }: RecollectVisit, error: RunError, set: PgUpdateSetSource<typeof regradeItems>): Promise<void> {
  await db.transaction(async (tx) => {
    // The item first, as who begins a visit does: nobody overtakes us from here on.
    await tx.select({ id: regradeItems.id }).from(regradeItems).where(eq(regradeItems.id, itemId)).for('update');
    const isNewest = sql`${gradingRuns.number} = (select s.latest_run from submissions s where s.id = ${submissionId})`;
    const ended = await tx
      .update(gradingRuns)
      .set({ finishedAt: sql`now()`, error })
      .where(and(eq(gradingRuns.id, run.runId), isNull(gradingRuns.finishedAt)))
      .returning({ isNewest: sql<boolean>`${isNewest}` });
    await releaseLease(tx, run.runId);
    if (ended[0]?.isNewest) await tx.update(regradeItems).set(set).where(and(eq(regradeItems.id, itemId), eq(regradeItems.state, 'pending')));
  });
}
