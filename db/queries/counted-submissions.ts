import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { grades } from '../schema/grades.ts';
import { submissions } from '../schema/submissions.ts';
import { counted, countsFirst, ownDeadline } from './counting.ts';

/** A graded submission of one student, and what it is worth after deductions. */
export interface CountedSubmission {
  assignmentId: string;
  submissionId: string;
  status: 'final' | 'provisional' | 'not_gradable';
  /** Of the grade, before deductions. Not gradable: 0, which means nothing. */
  earned: Hundredths;
  counted: Hundredths;
  /** Days begun after the student's own deadline; 0: in time. */
  lateDays: number;
  deducted: Hundredths;
  possible: Hundredths;
}

/** All that were graded of a student in a course. Of each assignment the first is the one that counts, by the rules of `selectStandings`. */
export async function selectCountedSubmissions(db: Database, { courseId, studentId }: { courseId: string; studentId: string }): Promise<CountedSubmission[]> {
  return db
    .select({
      assignmentId: submissions.assignmentId,
      submissionId: submissions.id,
      status: grades.status,
      earned: grades.earned,
      counted: sql<number>`c.counted`,
      lateDays: sql<number>`c.late_days`,
      deducted: sql<number>`c.deducted`,
      possible: grades.possible,
    })
    .from(submissions)
    .innerJoin(grades, and(eq(grades.submissionId, submissions.id), eq(grades.isCurrent, true)))
    .innerJoin(assignments, eq(assignments.id, submissions.assignmentId))
    .crossJoinLateral(sql`${counted()} as c`)
    .where(and(eq(submissions.courseId, courseId), eq(submissions.studentId, studentId)))
    .orderBy(submissions.assignmentId, countsFirst());
}

/** The assignments of a course, newest first, each with the student's own deadline as `dueAt`. */
export async function selectAssignmentsOfStudent(
  db: Database,
  { courseId, studentId }: { courseId: string; studentId: string },
): Promise<(typeof assignments.$inferSelect & { isExtended: boolean })[]> {
  const own = ownDeadline(sql`${studentId}::uuid`);
  return db
    .select({ ...getTableColumns(assignments), dueAt: sql<Date | null>`${own}`.mapWith(assignments.dueAt), isExtended: sql<boolean>`coalesce(${own} > ${assignments.dueAt}, false)` })
    .from(assignments)
    .where(eq(assignments.courseId, courseId))
    .orderBy(desc(assignments.id));
}
