import type { Database } from '#db/database.ts';
import type { TokenHolder } from '#db/queries/api-tokens.ts';
import { selectOptionalCourse } from '#db/queries/courses.ts';
import { selectOptionalRole } from '#db/queries/memberships.ts';
import { selectOptionalSubmission, type Submission } from '#db/queries/submissions.ts';
import { isId } from '#db/id.ts';
import type { Role } from '#db/schema/memberships.ts';
import { ApiProblem, notFound } from './problem.ts';

/** What the viewer is in a course; staff are instructors everywhere. Null: not in it, or the token is for another course. */
export async function roleIn(db: Database, viewer: TokenHolder, courseId: string): Promise<Role | null> {
  if (!isId(courseId) || (viewer.courseId !== null && viewer.courseId !== courseId)) return null;
  if (viewer.isStaff) return (await selectOptionalCourse(db, courseId)) ? 'instructor' : null;
  return selectOptionalRole(db, courseId, viewer.userId);
}

/** 404 where the viewer may not know of the course, so that ids cannot be probed. */
export async function requireMember(db: Database, viewer: TokenHolder, courseId: string): Promise<Role> {
  const role = await roleIn(db, viewer, courseId);
  if (role === null) throw notFound('course', courseId);
  return role;
}

/** 404 as above; 403 for a student of the course. */
export async function requireInstructor(db: Database, viewer: TokenHolder, courseId: string): Promise<void> {
  const role = await requireMember(db, viewer, courseId);
  if (role !== 'instructor') throw new ApiProblem('forbidden', 'Only instructors of the course may do this.');
}

/** A submission that is the viewer's own, or of a course that they teach; 404 otherwise. */
export async function requireSubmission(
  db: Database,
  viewer: TokenHolder,
  id: string,
): Promise<{ submission: Submission; role: Role }> {
  const submission = isId(id) ? await selectOptionalSubmission(db, id) : null;
  const role = submission && (await roleIn(db, viewer, submission.courseId));
  if (!submission || !role || (role === 'student' && submission.studentId !== viewer.userId)) throw notFound('submission', id);
  return { submission, role };
}
