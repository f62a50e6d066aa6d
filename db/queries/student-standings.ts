import { and, desc, eq, sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { grades } from '../schema/grades.ts';
import { submissions } from '../schema/submissions.ts';

/** The submission of one student that counts for an assignment. */
export interface StudentStanding {
  assignmentId: string;
  submissionId: string;
  status: 'final' | 'provisional' | 'not_gradable';
  earned: Hundredths;
  judged: Hundredths;
  possible: Hundredths;
}

/** Of all assignments of a course for which something of the student's was graded; by the same rules as `selectStandings`. */
export async function selectStandingsOfStudent(db: Database, { courseId, studentId }: { courseId: string; studentId: string }): Promise<StudentStanding[]> {
  return db
    .selectDistinctOn([submissions.assignmentId], {
      assignmentId: submissions.assignmentId,
      submissionId: submissions.id,
      status: grades.status,
      earned: grades.earned,
      judged: grades.judged,
      possible: grades.possible,
    })
    .from(submissions)
    .innerJoin(grades, and(eq(grades.submissionId, submissions.id), eq(grades.isCurrent, true)))
    .innerJoin(assignments, eq(assignments.id, submissions.assignmentId))
    .where(and(eq(submissions.courseId, courseId), eq(submissions.studentId, studentId)))
    .orderBy(
      submissions.assignmentId,
      sql`(${grades.status} = 'not_gradable')`,
      sql`case ${assignments.policy} when 'best' then ${grades.earned} else 0 end desc`,
      desc(submissions.createdAt),
      desc(submissions.id),
    );
}
