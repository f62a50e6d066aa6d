import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm';
import { criterionPoints, type Grade } from '#rubric/grade.ts';
import { applyOverrides } from '#rubric/overrides.ts';
import type { Database } from '../database.ts';
import { newId } from '../id.ts';
import { checkOutcomes } from '../schema/check-outcomes.ts';
import { type GradeSource, grades } from '../schema/grades.ts';
import { overrides } from '../schema/overrides.ts';
import { submissions } from '../schema/submissions.ts';

export type GradeVersion = typeof grades.$inferSelect;

/** Makes everybody else who would change these submissions' grades wait until the transaction ends. In one order for all. */
export async function lockSubmissions(tx: Database, ids: readonly string[]): Promise<void> {
  await tx.select({ id: submissions.id }).from(submissions).where(inArray(submissions.id, [...ids])).orderBy(submissions.id).for('no key update');
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

export interface AddedVersion {
  version: GradeVersion;
  /** The one that was current before. */
  replaced: GradeVersion | null;
}

/** One version; see `addGradeVersions`. */
export async function addGradeVersion(tx: Database, wanted: NewGradeVersion): Promise<AddedVersion> {
  const [added] = await addGradeVersions(tx, [wanted]);
  return added as AddedVersion;
}

/**
 * Adds the next version of each submission's grade, with its check outcomes, in the order given; a submission may stand in the
 * list once. The caller holds the submissions' locks.
 */
export async function addGradeVersions(tx: Database, wanted: readonly NewGradeVersion[]): Promise<AddedVersion[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map(({ submissionId }) => submissionId);
  const overridden = Map.groupBy(await selectStandingOverrides(tx, ids), ({ submissionId }) => submissionId);
  const newest = await tx
    .select({ submissionId: grades.submissionId, version: max(grades.version) })
    .from(grades)
    .where(inArray(grades.submissionId, ids))
    .groupBy(grades.submissionId);
  const versions = new Map(newest.map(({ submissionId, version }) => [submissionId, version ?? 0]));
  const current = new Map((await selectCurrentGrades(tx, ids)).map((grade) => [grade.submissionId, grade]));
  const replaced = wanted.flatMap(({ submissionId, makeCurrent }) => (makeCurrent ? (current.get(submissionId)?.id ?? []) : []));
  if (replaced.length > 0) await tx.update(grades).set({ isCurrent: false }).where(inArray(grades.id, replaced));
  const rows = wanted.map(({ scored, makeCurrent, regradeId = null, ...row }) => {
    const document = applyOverrides(scored, overridden.get(row.submissionId) ?? []);
    const points = document.status === 'not_gradable' ? { earned: 0, judged: 0 } : { earned: document.earned, judged: document.judged };
    return {
      ...row,
      ...points,
      id: newId(),
      regradeId,
      version: (versions.get(row.submissionId) ?? 0) + 1,
      status: document.status,
      possible: document.possible,
      criteria: criterionPoints(document),
      document,
      scored: document === scored ? null : scored,
      isCurrent: makeCurrent,
    };
  });
  const added = new Map((await tx.insert(grades).values(rows).returning()).map((version) => [version.submissionId, version]));
  const outcomes = rows.flatMap(({ id, document }) => outcomesOf(id, document));
  if (outcomes.length > 0) await tx.insert(checkOutcomes).values(outcomes);
  return ids.map((id) => ({ version: added.get(id) as GradeVersion, replaced: current.get(id) ?? null }));
}

/** Makes versions current again in place of those that are, one a submission. The caller holds the submissions' locks. */
export async function makeVersionsCurrent(tx: Database, versions: readonly { submissionId: string; gradeId: string }[]): Promise<void> {
  if (versions.length === 0) return;
  const current = and(inArray(grades.submissionId, versions.map(({ submissionId }) => submissionId)), eq(grades.isCurrent, true));
  await tx.update(grades).set({ isCurrent: false }).where(current);
  await tx.update(grades).set({ isCurrent: true }).where(inArray(grades.id, versions.map(({ gradeId }) => gradeId)));
}

export async function selectOptionalCurrentGrade(db: Database, submissionId: string): Promise<GradeVersion | null> {
  return (await selectCurrentGrades(db, [submissionId]))[0] ?? null;
}

/** In the order of the submissions' ids. */
export async function selectCurrentGrades(db: Database, submissionIds: readonly string[]): Promise<GradeVersion[]> {
  return db.select().from(grades).where(and(inArray(grades.submissionId, [...submissionIds]), eq(grades.isCurrent, true))).orderBy(asc(grades.submissionId));
}

/** Oldest first. */
export async function selectGradeVersions(db: Database, submissionId: string): Promise<GradeVersion[]> {
  return db.select().from(grades).where(eq(grades.submissionId, submissionId)).orderBy(asc(grades.version));
}

/** Those that no instructor has lifted. */
export async function selectStandingOverrides(db: Database, submissionIds: readonly string[]): Promise<(typeof overrides.$inferSelect)[]> {
  return db
    .select()
    .from(overrides)
    .where(and(inArray(overrides.submissionId, [...submissionIds]), isNull(overrides.liftedAt)))
    .orderBy(asc(overrides.submissionId), asc(overrides.checkId));
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
