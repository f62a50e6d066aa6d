import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import type { CheckChange } from '#rubric/check-changes.ts';
import type { Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import type { RunError } from '../schema/grading-runs.ts';
import { regradeItems, type RegradeItemState } from '../schema/regrade-items.ts';
import { regrades } from '../schema/regrades.ts';
import { recordAudit } from './audit.ts';
import { evidenceToJudge, type JudgedSubmission, type Rejudged, unpackEvidence } from './evidence-to-judge.ts';
import { addGradeVersions, gradeForAudit, lockSubmissions, selectCurrentGrades } from './grade-versions.ts';
import { askToLookAgain } from './overrides.ts';
import type { Regrade } from './regrades.ts';

/** Items at once: some seconds of scoring, and few enough that a death of the worker loses little. */
export const rescoreChunk = 25;

/** An item with the evidence to judge again. */
export interface RescoreItem extends JudgedSubmission {
  id: string;
  /** The grade has been judged anew since the preview: what would be applied was shown to nobody. */
  isOfAnotherJudgement: boolean;
}

export type Rescored = Rejudged<RescoreItem>;

/** Items that were not previewed yet, at most a chunk. They need no lock: judging them twice gives the same. */
export function selectItemsToPreview(db: Database, regradeId: string): Promise<RescoreItem[]> {
  return selectItems(db, sql`i.regrade_id = ${regradeId} and i.state = 'pending' and i.preview_changes is null`);
}

export interface PreviewedItem {
  id: string;
  earned: number | null;
  changes: CheckChange[];
  /** The version that it was held against. */
  baseGradeId: string | null;
}

/** One statement for all of them. */
export async function keepPreview(tx: Database, items: readonly PreviewedItem[]): Promise<void> {
  if (items.length === 0) return;
  await tx.execute(sql`
    update regrade_items i set preview_earned = p.earned, preview_changes = p.changes, base_grade_id = coalesce(p."baseGradeId", i.base_grade_id)
    from json_to_recordset(${JSON.stringify(items)}::json) as p(id uuid, earned int, changes json, "baseGradeId" uuid) where i.id = p.id`);
}

/** Keeps what a preview found, and notes when it is complete. Returns whether it is. */
export async function storePreview(db: Database, regradeId: string, items: readonly PreviewedItem[]): Promise<boolean> {
  return db.transaction(async (tx) => {
    await keepPreview(tx, items);
    const done = await tx
      .update(regrades)
      .set({ previewedAt: sql`now()` })
      .where(
        and(
          eq(regrades.id, regradeId),
          sql`${regrades.previewedAt} is null`,
          sql`not exists (select 1 from ${regradeItems} i where i.regrade_id = ${regradeId} and i.state = 'pending' and i.preview_changes is null)`,
        ),
      )
      .returning({ id: regrades.id });
    return done.length > 0;
  });
}

/**
 * Judges the next items again and stores what came out, all of a chunk or nothing. `judge` is pure. Returns how many items it
 * ended; 0: none is left, or the regrade does not run (any more).
 */
export async function rescoreNext(
  db: Database,
  regrade: Regrade,
  digests: ReadonlyMap<string, string>,
  judge: (item: RescoreItem) => Rescored,
): Promise<number> {
  return db.transaction(async (tx) => {
    // Shared: pausing and cancelling wait until the chunk is stored, and find nothing half done.
    const [running] = await tx
      .select({ id: regrades.id })
      .from(regrades)
      .where(and(eq(regrades.id, regrade.id), sql`confirmed_at is not null and coalesce(paused_at, cancelled_at, finished_at) is null`))
      .for('share');
    if (!running) return 0;
    const taken = await tx.execute<{ id: string; submission_id: string }>(sql`
      select id, submission_id from regrade_items where regrade_id = ${regrade.id} and state = 'pending'
      order by id limit ${rescoreChunk} for update skip locked`);
    if (taken.rows.length === 0) return 0;
    await lockSubmissions(tx, taken.rows.map((row) => row.submission_id));
    const items = await selectItems(tx, sql`i.id = any(${sql.param(taken.rows.map(({ id }) => id))}::uuid[])`);
    const judged: Rescored[] = [];
    for (const item of items) {
      judged.push(item.isOfAnotherJudgement ? { item, grade: null, error: changedSince } : judge(item));
      // Scoring takes all of a core: visits of the same process have their turn in between.
      await nextTurn();
    }
    const isSame = ({ item, grade }: Rescored) =>
      item.current?.rubricId === regrade.rubricId && JSON.stringify(item.current.scored ?? item.current.document) === JSON.stringify(grade);
    const failed = judged.filter(isFailure);
    const unchanged = judged.filter((one) => !isFailure(one) && isSame(one));
    const changed = judged.filter((one) => !isFailure(one) && !isSame(one));
    const added = await addGradeVersions(
      tx,
      changed.map(({ item, grade }) => ({
        submissionId: item.submissionId,
        runId: item.evidence?.runId ?? '',
        rubricId: regrade.rubricId,
        scored: grade as Grade,
        source: 'rescore',
        regradeId: regrade.id,
        makeCurrent: true,
      })),
    );
    await askToLookAgain(tx, changed.map(({ item }) => item.submissionId), digests);
    await endItems(tx, [
      ...failed.map(({ item, grade, error }) => ({ id: item.id, state: 'failed' as const, error: error ?? reasonOf(grade) })),
      ...unchanged.map(({ item }) => ({ id: item.id, state: 'unchanged' as const })),
      ...changed.map(({ item }, index) => ({ id: item.id, state: 'applied' as const, gradeId: added[index]?.version.id ?? null, replacedGradeId: added[index]?.replaced?.id ?? null })),
    ]);
    await recordAudit(
      tx,
      added.map(({ version, replaced }) => ({
        actor: { userId: regrade.createdBy },
        action: 'grade.stored',
        subject: { kind: 'submission', id: version.submissionId },
        courseId: regrade.courseId,
        before: gradeForAudit(replaced),
        after: gradeForAudit(version),
        why: regrade.reason,
      })),
    );
    return judged.length;
  });
}

const changedSince: RunError = {
  code: 'changed-since-preview',
  message: 'Its grade was judged anew after the preview, so nobody saw what would come of it. Try it again, or prepare another regrade for it.',
};

export interface EndedItem {
  id: string;
  state: RegradeItemState;
  gradeId?: string | null;
  replacedGradeId?: string | null;
  error?: RunError | null;
}

/** One statement for all of them. */
export async function endItems(tx: Database, items: readonly EndedItem[]): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ id, state, gradeId = null, replacedGradeId = null, error = null }) => ({ id, state, grade: gradeId, replaced: replacedGradeId, error }));
  await tx.execute(sql`
    update regrade_items i set state = e.state, grade_id = e.grade, replaced_grade_id = e.replaced, error = e.error, ended_at = now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as e(id uuid, state text, grade uuid, replaced uuid, error json) where i.id = e.id`);
}

/** No grade, or none that could be formed, never takes the place of one that was. */
function isFailure({ item, grade }: Rescored): boolean {
  return grade === null || (grade.status === 'not_gradable' && item.current?.status !== 'not_gradable');
}

function reasonOf(grade: Grade | null): RunError {
  if (grade?.status === 'not_gradable') return grade.reason;
  return { code: 'not-judged', message: 'It could not be judged.' };
}

async function selectItems(db: Database, condition: ReturnType<typeof sql>): Promise<RescoreItem[]> {
  const { rows } = await db.execute<{ id: string; submission_id: string; another: boolean; run_id: string | null; content: Buffer | null }>(sql`
    select i.id, i.submission_id, r.run_id, e.content,
      coalesce((b.run_id, b.rubric_id) is distinct from (g.run_id, g.rubric_id) and b.id is not null, false) as another
    from regrade_items i
    left join grades g on g.submission_id = i.submission_id and g.is_current
    left join grades b on b.id = i.base_grade_id ${evidenceToJudge}
    where ${condition} order by i.id limit ${rescoreChunk}`);
  const current = new Map((await selectCurrentGrades(db, rows.map((row) => row.submission_id))).map((grade) => [grade.submissionId, grade]));
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      submissionId: row.submission_id,
      current: current.get(row.submission_id) ?? null,
      isOfAnotherJudgement: row.another,
      evidence: await unpackEvidence(row),
    })),
  );
}

