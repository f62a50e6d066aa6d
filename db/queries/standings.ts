import { and, asc, eq, sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { grades } from '../schema/grades.ts';
import { memberships } from '../schema/memberships.ts';
import { rubrics } from '../schema/rubrics.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { counted, countsFirst } from './counting.ts';

/** A student of the course and the submission of theirs that counts. */
export interface Standing {
  studentId: string;
  name: string;
  /** The LMS's id of the person. */
  externalId: string | null;
  /** Null: none has a grade yet. */
  counts: CountingSubmission | null;
}

export interface CountingSubmission {
  submissionId: string;
  handedInAt: Date;
  version: number;
  rubric: { id: string; version: string };
  status: 'final' | 'provisional' | 'not_gradable';
  /** Of the grade, before deductions. Not gradable: 0, which means nothing. */
  earned: Hundredths;
  /** What counts: earned less what is deducted for lateness. */
  counted: Hundredths;
  /** After the student's own deadline: days begun, and what they cost. Null: in time, or in the time given to one who could not be graded. */
  late: { days: number; deducted: Hundredths } | null;
  judged: Hundredths;
  possible: Hundredths;
}

/**
 * Which submission counts for each student of the course, by the assignment's policy and the students' names. One that could
 * not be graded counts only where none was. What lateness costs is deducted before submissions are compared.
 */
export async function selectStandings(db: Database, assignmentId: string): Promise<Standing[]> {
  const counting = db
    .selectDistinctOn([submissions.studentId], {
      studentId: submissions.studentId,
      submissionId: submissions.id,
      handedInAt: sql<Date>`${submissions.createdAt}`.mapWith(submissions.createdAt).as('handed_in_at'),
      version: sql<number>`${grades.version}`.as('grade_version'),
      rubricSlug: rubrics.slug,
      rubricVersion: sql<string>`${rubrics.version}`.as('rubric_version'),
      status: grades.status,
      earned: grades.earned,
      judged: grades.judged,
      possible: grades.possible,
      counted: sql<number>`c.counted`.as('counted'),
      lateDays: sql<number>`c.late_days`.as('late_days'),
      deducted: sql<number>`c.deducted`.as('deducted'),
    })
    .from(submissions)
    .innerJoin(grades, and(eq(grades.submissionId, submissions.id), eq(grades.isCurrent, true)))
    .innerJoin(rubrics, eq(rubrics.id, grades.rubricId))
    .innerJoin(assignments, eq(assignments.id, submissions.assignmentId))
    .crossJoinLateral(sql`${counted()} as c`)
    .where(eq(submissions.assignmentId, assignmentId))
    .orderBy(submissions.studentId, countsFirst())
    .as('counting');
  const rows = await db
    .select()
    .from(assignments)
    .innerJoin(memberships, and(eq(memberships.courseId, assignments.courseId), eq(memberships.role, 'student')))
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(counting, eq(counting.studentId, users.id))
    .where(eq(assignments.id, assignmentId))
    .orderBy(asc(users.name), asc(users.id));
  return rows.map(({ users: { id, name, externalId }, counting: row }) => ({ studentId: id, name, externalId, counts: row && present(row) }));
}

type Row = Omit<CountingSubmission, 'rubric' | 'late'> & { rubricSlug: string; rubricVersion: string; lateDays: number; deducted: number };

function present({ rubricSlug: id, rubricVersion: version, lateDays: days, deducted, ...row }: Row & { studentId?: string }): CountingSubmission {
  const { studentId: _, ...counting } = row;
  return { ...counting, rubric: { id, version }, late: days === 0 ? null : { days, deducted } };
}
