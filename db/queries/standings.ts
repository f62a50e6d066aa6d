import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { grades } from '../schema/grades.ts';
import { memberships } from '../schema/memberships.ts';
import { rubrics } from '../schema/rubrics.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';

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
  /** Not gradable: 0, which means nothing. */
  earned: Hundredths;
  judged: Hundredths;
  possible: Hundredths;
}

/**
 * Which submission counts for each student of the course, by the assignment's policy and the students' names. One that could
 * not be graded counts only where none was.
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
    })
    .from(submissions)
    .innerJoin(grades, and(eq(grades.submissionId, submissions.id), eq(grades.isCurrent, true)))
    .innerJoin(rubrics, eq(rubrics.id, grades.rubricId))
    .innerJoin(assignments, eq(assignments.id, submissions.assignmentId))
    .where(eq(submissions.assignmentId, assignmentId))
    .orderBy(
      submissions.studentId,
      sql`(${grades.status} = 'not_gradable')`,
      sql`case ${assignments.policy} when 'best' then ${grades.earned} else 0 end desc`,
      desc(submissions.createdAt),
      desc(submissions.id),
    )
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

function present(row: Omit<CountingSubmission, 'rubric'> & { rubricSlug: string; rubricVersion: string }): CountingSubmission {
  const { submissionId, handedInAt, version, rubricSlug, rubricVersion, status, earned, judged, possible } = row;
  return { submissionId, handedInAt, version, rubric: { id: rubricSlug, version: rubricVersion }, status, earned, judged, possible };
}
