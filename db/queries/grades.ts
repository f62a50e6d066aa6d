import { and, eq, isNull, sql } from 'drizzle-orm';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import type { Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { checkOutcomes } from '../schema/check-outcomes.ts';
import { gradingRuns } from '../schema/grading-runs.ts';
import { grades } from '../schema/grades.ts';
import { submissions } from '../schema/submissions.ts';
import { StaleRunError } from './errors.ts';
import { storeEvidence } from './evidence.ts';

export interface GradeToStore {
  runId: string;
  fencingToken: number;
  /** Null where the visit yielded nothing: then the grade is a not gradable one. */
  bundle: EvidenceBundle | null;
  grade: Grade;
}

/**
 * Stores evidence, grade and check outcomes and ends the run and the submission's wait: all of it or nothing. Throws
 * StaleRunError, with nothing stored, when a newer run has begun or a grade is there already. Returns the grade's id.
 */
export async function storeGrade(db: Database, { runId, fencingToken, bundle, grade }: GradeToStore): Promise<string> {
  return db.transaction(async (tx) => {
    const settled = await settle(tx, runId, fencingToken);
    const evidenceId = bundle ? await storeEvidence(tx, bundle) : null;
    await tx.update(gradingRuns).set({ finishedAt: sql`now()`, evidenceId }).where(eq(gradingRuns.id, runId));
    await tx
      .update(grades)
      .set({ isCurrent: false })
      .where(and(eq(grades.submissionId, settled.submissionId), eq(grades.isCurrent, true)));
    const points = grade.status === 'not_gradable' ? { earned: 0, judged: 0 } : { earned: grade.earned, judged: grade.judged };
    const [row] = await tx
      .insert(grades)
      .values({ ...settled, ...points, runId, status: grade.status, possible: grade.possible, document: grade, isCurrent: true })
      .returning({ id: grades.id });
    const { id } = row as { id: string };
    const outcomes = outcomesOf(id, grade);
    if (outcomes.length > 0) await tx.insert(checkOutcomes).values(outcomes);
    return id;
  });
}

/** Takes the submission's row first, so that two runs that finish at once queue up here. */
async function settle(tx: Database, runId: string, fencingToken: number): Promise<{ submissionId: string; rubricId: string }> {
  const [row] = await tx
    .update(submissions)
    .set({ settledAt: sql`now()` })
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
    .returning({ submissionId: submissions.id, assignmentId: submissions.assignmentId });
  if (!row) throw new StaleRunError(`Run ${runId} is not the newest of its submission any more, or the submission has a grade already`);
  const [assignment] = await tx.select({ rubricId: assignments.rubricId }).from(assignments).where(eq(assignments.id, row.assignmentId));
  return { submissionId: row.submissionId, rubricId: (assignment as { rubricId: string }).rubricId };
}

function outcomesOf(gradeId: string, grade: Grade): (typeof checkOutcomes.$inferInsert)[] {
  if (grade.status === 'not_gradable') return [];
  return [...grade.criteria, ...(grade.bonus ? [grade.bonus] : [])].flatMap(({ checks }) =>
    checks.map((check) => ({
      gradeId,
      checkId: check.id,
      outcome: check.outcome,
      earned: check.earned,
      possible: check.possible,
      // A text column takes no NUL, and the words may come from the host.
      review: check.review?.replaceAll('\0', '') ?? null,
    })),
  );
}
