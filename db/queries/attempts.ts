import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { grades } from '../schema/grades.ts';
import { submissions } from '../schema/submissions.ts';

/** One of a student's submissions for an assignment, without what was found. */
export interface Attempt {
  id: string;
  createdAt: Date;
  /** Null: not settled yet. The points of a not gradable one mean nothing. */
  grade: { status: 'final' | 'provisional' | 'not_gradable'; earned: number; possible: number } | null;
}

/** Oldest first. */
export async function selectAttempts(db: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Attempt[]> {
  return db
    .select({ id: submissions.id, createdAt: submissions.createdAt, grade: { status: grades.status, earned: grades.earned, possible: grades.possible } })
    .from(submissions)
    .leftJoin(grades, and(eq(grades.submissionId, submissions.id), eq(grades.isCurrent, true)))
    .where(and(eq(submissions.assignmentId, assignmentId), eq(submissions.studentId, studentId)))
    .orderBy(asc(submissions.createdAt), asc(submissions.id));
}
