import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type CheckChange, checkChanges } from '#rubric/check-changes.ts';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { grades } from '../schema/grades.ts';
import type { RunError } from '../schema/grading-runs.ts';
import { regradeItems, type RegradeItemState } from '../schema/regrade-items.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';

/** A submission of a regrade, with the checks that earn otherwise. */
export interface RegradeItemDetails {
  submissionId: string;
  student: { id: string; name: string };
  state: RegradeItemState;
  /** What the version before earned; null: there was none, or it was not gradable. So below. */
  before: Hundredths | null;
  /** What the preview found. */
  preview: Hundredths | null;
  /** What the regrade's own version earns, current or held; null: it has none. */
  after: Hundredths | null;
  /** Between `before` and `after` or, where there is no version yet, as the preview found them. */
  changes: CheckChange[];
  error: RunError | null;
}

export const itemChanges = ['up', 'down', 'checks'] as const;
export type ItemChange = (typeof itemChanges)[number];

export interface RegradeItemFilter {
  regradeId: string;
  state?: RegradeItemState | undefined;
  /** Only those that gain or lose points, or keep their sum though checks change. */
  change?: ItemChange | undefined;
  /** Only those after this submission: the last of the page before. */
  after?: string | undefined;
  limit: number;
}

/** In the order in which the submissions were handed in. */
export async function selectRegradeItemPage(db: Database, { regradeId, state, change, after, limit }: RegradeItemFilter): Promise<RegradeItemDetails[]> {
  const [older, newer] = [alias(grades, 'older'), alias(grades, 'newer')];
  const was = sql`case when ${older.status} = 'not_gradable' then null else ${older.earned} end`;
  const becomes = sql`case when ${newer.status} is null then ${regradeItems.previewEarned} when ${newer.status} <> 'not_gradable' then ${newer.earned} end`;
  const changing = {
    up: sql`${becomes} > coalesce(${was}, 0)`,
    down: sql`${becomes} < coalesce(${was}, 0)`,
    checks: sql`${becomes} = coalesce(${was}, 0) and json_array_length(${regradeItems.previewChanges}) > 0`,
  };
  const rows = await db
    .select({ item: regradeItems, student: { id: users.id, name: users.name }, older, newer })
    .from(regradeItems)
    .innerJoin(submissions, eq(submissions.id, regradeItems.submissionId))
    .innerJoin(users, eq(users.id, submissions.studentId))
    .leftJoin(older, eq(older.id, sql`coalesce(${regradeItems.replacedGradeId}, ${regradeItems.baseGradeId})`))
    .leftJoin(newer, eq(newer.id, regradeItems.gradeId))
    .where(
      and(
        eq(regradeItems.regradeId, regradeId),
        state === undefined ? undefined : eq(regradeItems.state, state),
        change === undefined ? undefined : changing[change],
        after === undefined ? undefined : gt(regradeItems.submissionId, after),
      ),
    )
    .orderBy(asc(regradeItems.submissionId))
    .limit(limit);
  return rows.map(({ item, student, older: before, newer: made }) => ({
    submissionId: item.submissionId,
    student,
    state: item.state,
    before: earnedOf(before),
    preview: item.previewEarned,
    after: earnedOf(made),
    changes: made ? checkChanges(before?.document ?? null, made.document) : (item.previewChanges ?? []),
    error: item.error,
  }));
}

function earnedOf(grade: typeof grades.$inferSelect | null): Hundredths | null {
  return !grade || grade.status === 'not_gradable' ? null : grade.earned;
}
