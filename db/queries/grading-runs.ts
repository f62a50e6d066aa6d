import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { gradingRuns, type RunError } from '../schema/grading-runs.ts';
import { submissions } from '../schema/submissions.ts';

export type GradingRun = typeof gradingRuns.$inferSelect;

export interface StartedRun {
  runId: string;
  /** Grows with each run of a submission; only the newest one may store a grade. */
  fencingToken: number;
}

/** Begins a run, which makes earlier ones void. Null where the submission is settled or does not exist: nothing to do. */
export async function startRun(db: Database, submissionId: string): Promise<StartedRun | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(submissions)
      .set({ latestRun: sql`${submissions.latestRun} + 1` })
      .where(and(eq(submissions.id, submissionId), isNull(submissions.settledAt)))
      .returning({ number: submissions.latestRun });
    if (!row) return null;
    const [run] = await tx.insert(gradingRuns).values({ submissionId, number: row.number }).returning({ id: gradingRuns.id });
    return { runId: (run as { id: string }).id, fencingToken: row.number };
  });
}

/** Notes why a run ended without a grade; the submission stays open for another one. False where it had ended already. */
export async function failRun(db: Database, runId: string, error: RunError): Promise<boolean> {
  const failed = await db
    .update(gradingRuns)
    .set({ finishedAt: sql`now()`, error })
    .where(and(eq(gradingRuns.id, runId), isNull(gradingRuns.finishedAt)))
    .returning({ id: gradingRuns.id });
  return failed.length > 0;
}

/** Oldest first. */
export async function selectRuns(db: Database, submissionId: string): Promise<GradingRun[]> {
  return db.select().from(gradingRuns).where(eq(gradingRuns.submissionId, submissionId)).orderBy(asc(gradingRuns.number));
}
