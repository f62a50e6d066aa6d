import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { CriterionPoints, Grade, Outcome } from '#rubric/grade.ts';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { checkOutcomes } from '../schema/check-outcomes.ts';
import { grades } from '../schema/grades.ts';
import { memberships } from '../schema/memberships.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { selectStandings, type CountingSubmission, type Standing } from './standings.ts';

/** A student's standing, and what files for other systems say of them beside it. */
export interface ExportedStudent extends Standing {
  email: string | null;
  /** How many submissions there are, graded or not. */
  handedIn: number;
  counts: (CountingSubmission & { criteria: CriterionPoints[] }) | null;
}

/** A version of a submission's grade. Versions never change, so what is read later, in parts, is still of the same moment. */
export interface GradeVersionKey {
  submissionId: string;
  version: number;
}

/** Of all students of an assignment's course, by name. */
export async function selectExportedStudents(db: Database, assignmentId: string): Promise<ExportedStudent[]> {
  const standings = await selectStandings(db, assignmentId);
  const people = await db
    .select({ id: users.id, email: users.email, handedIn: sql<number>`count(${submissions.id})::int` })
    .from(assignments)
    .innerJoin(memberships, and(eq(memberships.courseId, assignments.courseId), eq(memberships.role, 'student')))
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(submissions, and(eq(submissions.studentId, users.id), eq(submissions.assignmentId, assignments.id)))
    .where(eq(assignments.id, assignmentId))
    .groupBy(users.id);
  const counting = standings.flatMap(({ counts }) => (counts ? [counts] : []));
  const points = await db.select({ submissionId: grades.submissionId, criteria: grades.criteria }).from(grades).where(among(counting));
  const [personOf, criteriaOf] = [new Map(people.map((person) => [person.id, person])), new Map(points.map((row) => [row.submissionId, row.criteria]))];
  return standings.map(({ counts, ...standing }) => ({
    ...standing,
    email: personOf.get(standing.studentId)?.email ?? null,
    handedIn: personOf.get(standing.studentId)?.handedIn ?? 0,
    counts: counts && { ...counts, criteria: criteriaOf.get(counts.submissionId) ?? [] },
  }));
}

export interface ExportedOutcome {
  submissionId: string;
  checkId: string;
  outcome: Outcome;
  /** Null: not gradable. */
  earned: Hundredths | null;
}

/** What each check of these grades came to. */
export async function selectExportedOutcomes(db: Database, versions: readonly GradeVersionKey[]): Promise<ExportedOutcome[]> {
  return db
    .select({ submissionId: grades.submissionId, checkId: checkOutcomes.checkId, outcome: checkOutcomes.outcome, earned: checkOutcomes.earned })
    .from(grades)
    .innerJoin(checkOutcomes, eq(checkOutcomes.gradeId, grades.id))
    .where(among(versions));
}

export interface ExportedDocument {
  document: Grade;
  gradedAt: Date;
  /** Of the machine. */
  address: string;
}

/** Whole grades, by submission. They are large: ask for a few at a time. */
export async function selectExportedDocuments(db: Database, versions: readonly GradeVersionKey[]): Promise<Map<string, ExportedDocument>> {
  const rows = await db
    .select({ submissionId: grades.submissionId, document: grades.document, gradedAt: grades.createdAt, address: submissions.address })
    .from(grades)
    .innerJoin(submissions, eq(submissions.id, grades.submissionId))
    .where(among(versions));
  return new Map(rows.map(({ submissionId, ...row }) => [submissionId, row]));
}

function among(versions: readonly GradeVersionKey[]): SQL {
  const [ids, numbers] = [versions.map(({ submissionId }) => submissionId), versions.map(({ version }) => version)];
  return sql`(${grades.submissionId}, ${grades.version}) in (select * from unnest(${sql.param(ids)}::uuid[], ${sql.param(numbers)}::int[]))`;
}
