import { and, desc, eq, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { courses } from '../schema/courses.ts';
import { memberships } from '../schema/memberships.ts';

/** An assignment that has a rubric. */
export interface RubricUse {
  rubricId: string;
  assignmentId: string;
  title: string;
  course: string;
}

/** Which rubrics the assignments have that somebody teaches; staff see all. */
export async function selectRubricUses(db: Database, viewer: { userId: string; isStaff: boolean; courseId: string | null }): Promise<RubricUse[]> {
  const conditions: SQL[] = [];
  if (!viewer.isStaff) conditions.push(eq(memberships.role, 'instructor'));
  if (viewer.courseId !== null) conditions.push(eq(courses.id, viewer.courseId));
  return db
    .select({ rubricId: assignments.rubricId, assignmentId: assignments.id, title: assignments.title, course: courses.name })
    .from(assignments)
    .innerJoin(courses, eq(courses.id, assignments.courseId))
    .leftJoin(memberships, and(eq(memberships.courseId, courses.id), eq(memberships.userId, viewer.userId)))
    .where(and(...conditions))
    .orderBy(desc(assignments.id));
}
