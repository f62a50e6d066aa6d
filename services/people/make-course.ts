import type { Database } from '#db/database.ts';
import { type Course, insertCourse } from '#db/queries/courses.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { ApiProblem } from '../api/problem.ts';

/** Staff make courses and are their instructors. Throws an ApiProblem (403) for others. */
export async function makeCourse(db: Database, viewer: { userId: string; isStaff: boolean }, course: { name: string; endsAt: Date }): Promise<Course> {
  if (!viewer.isStaff) throw new ApiProblem('forbidden', 'Only staff make courses.');
  const { userId } = viewer;
  return db.transaction(async (tx) => {
    const made = await insertCourse(tx, course, { userId });
    await upsertMembership(tx, { courseId: made.id, userId, role: 'instructor' }, { userId });
    return made;
  });
}
