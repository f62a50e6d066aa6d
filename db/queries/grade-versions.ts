import { and, asc, eq, isNull, max } from 'drizzle-orm';
import type { Grade } from '#rubric/grade.ts';
import { applyOverrides } from '#rubric/overrides.ts';
import type { Database } from '../database.ts';
import { checkOutcomes } from '../schema/check-outcomes.ts';
import { type GradeSource, grades } from '../schema/grades.ts';
import { overrides } from '../schema/overrides.ts';
import { submissions } from '../schema/submissions.ts';

export type GradeVersion = typeof grades.$inferSelect;

/** Makes everybody else who would change this submission's grade wait until the transaction ends. */
export async function lockSubmission(tx: Database, submissionId: string): Promise<void> {
  await tx.select({ id: submissions.id }).from(submissions).where(eq(submissions.id, submissionId)).for('update');
}

export interface NewGradeVersion {
  submissionId: string;
  /** The run whose evidence was judged. */
  runId: string;
  rubricId: string;
  /** As the rubric alone gives it: instructors' overrides that stand are laid on top here. */
  scored: Grade;
  source: GradeSource;
  regradeId?: string | null;
  /** False: the version is kept beside the current one, for an instructor to decide. */
  makeCurrent: boolean;
}

/**
 * Adds the next version of a submission's grade, with its check outcomes. The caller holds the submission's lock. Returns
 * the version, and the one that was current before.
 */
export async function addGradeVersion(
  tx: Database,
  { scored, makeCurrent, regradeId = null, ...row }: NewGradeVersion,
): Promise<{ version: GradeVersion; replaced: GradeVersion | null }> {
  const { submissionId } = row;
  const document = applyOverrides(scored, await selectStandingOverrides(tx, submissionId));
  const [newest] = await tx.select({ version: max(grades.version) }).from(grades).where(eq(grades.submissionId, submissionId));
  const replaced = await selectOptionalCurrentGrade(tx, submissionId);
  if (makeCurrent && replaced) await tx.update(grades).set({ isCurrent: false }).where(eq(grades.id, replaced.id));
  const points = document.status === 'not_gradable' ? { earned: 0, judged: 0 } : { earned: document.earned, judged: document.judged };
  const [version] = (await tx
    .insert(grades)
    .values({
      ...row,
      ...points,
      regradeId,
      version: (newest?.version ?? 0) + 1,
      status: document.status,
      possible: document.possible,
      document,
      scored: document === scored ? null : scored,
      isCurrent: makeCurrent,
    })
    .returning()) as [GradeVersion];
  const outcomes = outcomesOf(version.id, document);
  if (outcomes.length > 0) await tx.insert(checkOutcomes).values(outcomes);
  return { version, replaced };
}

/** Makes a version current again in place of the one that is. The caller holds the submission's lock. */
export async function makeVersionCurrent(tx: Database, submissionId: string, gradeId: string): Promise<void> {
  await tx.update(grades).set({ isCurrent: false }).where(and(eq(grades.submissionId, submissionId), eq(grades.isCurrent, true)));
  await tx.update(grades).set({ isCurrent: true }).where(and(eq(grades.submissionId, submissionId), eq(grades.id, gradeId)));
}

export async function selectOptionalCurrentGrade(db: Database, submissionId: string): Promise<GradeVersion | null> {
  const [row] = await db.select().from(grades).where(and(eq(grades.submissionId, submissionId), eq(grades.isCurrent, true)));
  return row ?? null;
}

/** Oldest first. */
export async function selectGradeVersions(db: Database, submissionId: string): Promise<GradeVersion[]> {
  return db.select().from(grades).where(eq(grades.submissionId, submissionId)).orderBy(asc(grades.version));
}

/** Those that no instructor has lifted. */
export async function selectStandingOverrides(db: Database, submissionId: string): Promise<(typeof overrides.$inferSelect)[]> {
  return db
    .select()
    .from(overrides)
    .where(and(eq(overrides.submissionId, submissionId), isNull(overrides.liftedAt)))
    .orderBy(asc(overrides.checkId));
}

/** What an audit row keeps of a grade. */
export function gradeForAudit(grade: GradeVersion | null): { version: number; status: string; earned: number; judged: number } | null {
  return grade && { version: grade.version, status: grade.status, earned: grade.earned, judged: grade.judged };
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
