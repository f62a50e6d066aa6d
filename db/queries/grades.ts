import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { gradingRuns } from '../schema/grading-runs.ts';
import { submissions } from '../schema/submissions.ts';
import { recordAudit } from './audit.ts';
import { StaleRunError } from './errors.ts';
import { addGradeVersion, gradeForAudit } from './grade-versions.ts';
import type { StartedRun } from './grading-runs.ts';
import { releaseLease } from './host-leases.ts';

/**
 * Stores a submission's grade and check outcomes, ends the run, the submission's wait and the visit's lease: all of it or
 * nothing. Throws StaleRunError, with nothing stored, when a newer run has begun or a grade is there already. Evidence was kept
 * before (`keepEvidence`). Returns the grade's id.
 */
export async function storeGrade(db: Database, { runId, fencingToken, rubricId, grade }: StartedRun & { grade: Grade }): Promise<string> {
  return db.transaction(async (tx) => {
    const { submissionId, courseId } = await settle(tx, runId, fencingToken);
    await tx.update(gradingRuns).set({ finishedAt: sql`now()` }).where(eq(gradingRuns.id, runId));
    await releaseLease(tx, runId);
    const { version, replaced } = await addGradeVersion(tx, { submissionId, runId, rubricId, scored: grade, source: 'visit', makeCurrent: true });
    await recordAudit(tx, {
      actor: { system: 'worker' },
      action: 'grade.stored',
      subject: { kind: 'submission', id: submissionId },
      courseId,
      before: gradeForAudit(replaced),
      after: gradeForAudit(version),
    });
    return version.id;
  });
}

/** Takes the submission's row first, so that two runs that finish at once queue up here. */
async function settle(tx: Database, runId: string, fencingToken: number): Promise<{ submissionId: string; courseId: string }> {
  const [row] = await tx
    .update(submissions)
    .set({ settledAt: sql`now()`, notBefore: null })
    .from(gradingRuns)
    .where(
      and(
        eq(gradingRuns.id, runId),
        eq(gradingRuns.submissionId, submissions.id),
        eq(gradingRuns.number, fencingToken),
        isNull(gradingRuns.finishedAt),
        eq(submissions.latestRun, fencingToken),
        isNull(submissions.settledAt),
      ),
    )
    .returning({ submissionId: submissions.id, courseId: submissions.courseId });
  if (!row) throw new StaleRunError(`Run ${runId} is not the newest of its submission any more, or the submission has a grade already`);
  return row;
}
