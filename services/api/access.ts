import type { Database } from '#db/database.ts';
import type { TokenHolder } from '#db/queries/api-tokens.ts';
import { type Assignment, selectOptionalAssignment } from '#db/queries/assignments.ts';
import { selectCoursesOf, selectOptionalCourse } from '#db/queries/courses.ts';
import { selectOptionalRole } from '#db/queries/memberships.ts';
import { selectOptionalRegrade, type Regrade } from '#db/queries/regrades.ts';
import { selectOptionalRubric, type StoredRubric } from '#db/queries/rubrics.ts';
import { selectOptionalSubmission, type Submission } from '#db/queries/submissions.ts';
import { isId } from '#db/id.ts';
import type { Role } from '#db/schema/memberships.ts';
import { ApiProblem, invalidField, notFound } from './problem.ts';

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
  if (role !== 'instructor') throw forbidden();
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

/** As requireSubmission; 403 for the student whose it is. */
export async function requireTaughtSubmission(db: Database, viewer: TokenHolder, id: string): Promise<Submission> {
  const { submission, role } = await requireSubmission(db, viewer, id);
  if (role !== 'instructor') throw forbidden();
  return submission;
}

/** An assignment of a course that the viewer is in, and as what; 404 otherwise. */
export async function requireAssignment(db: Database, viewer: TokenHolder, id: string): Promise<{ assignment: Assignment; role: Role }> {
  const assignment = isId(id) ? await selectOptionalAssignment(db, id) : null;
  const role = assignment && (await roleIn(db, viewer, assignment.courseId));
  if (!assignment || !role) throw notFound('assignment', id);
  return { assignment, role };
}

/** An assignment of a course that the viewer teaches; 404 where they may not know of it, 403 for its students. */
export async function requireTaughtAssignment(db: Database, viewer: TokenHolder, id: string): Promise<Assignment> {
  const assignment = isId(id) ? await selectOptionalAssignment(db, id) : null;
  return taught(db, viewer, assignment, 'assignment', id);
}

/** A regrade in a course that the viewer teaches; 404 and 403 as above. */
export async function requireRegrade(db: Database, viewer: TokenHolder, id: string): Promise<Regrade> {
  const regrade = isId(id) ? await selectOptionalRegrade(db, id) : null;
  return taught(db, viewer, regrade, 'regrade', id);
}

async function taught<T extends { courseId: string }>(db: Database, viewer: TokenHolder, found: T | null, what: string, id: string): Promise<T> {
  const role = found && (await roleIn(db, viewer, found.courseId));
  if (!found || !role) throw notFound(what, id);
  if (role !== 'instructor') throw forbidden();
  return found;
}

/** A rubric version that a request names; rubrics belong to no course. 422 where there is none. */
export async function requireRubric(db: Database, id: string): Promise<StoredRubric> {
  const rubric = isId(id) ? await selectOptionalRubric(db, id) : null;
  if (!rubric) throw invalidField('rubric', 'is no stored version; GET /v1/rubrics lists them');
  return rubric;
}

/** 403 where the viewer teaches no course. */
export async function requireTeaching(db: Database, viewer: TokenHolder): Promise<void> {
  if (viewer.isStaff) return;
  const courses = await selectCoursesOf(db, viewer);
  if (!courses.some(({ role }) => role === 'instructor')) throw new ApiProblem('forbidden', 'Only instructors may do this.');
}

/** Tokens and sign-in links speak for their user: instructors make them for students and themselves, staff for anyone. */
export function maySpeakFor(viewer: TokenHolder, { userId, role }: { userId: string; role: Role }): boolean {
  return viewer.isStaff || role === 'student' || userId === viewer.userId;
}

/** A member whom the viewer may make a token or sign-in link for, limited to that course; 404 and 403 otherwise. */
export async function requireSpokenFor(db: Database, viewer: TokenHolder, courseId: string, userId: string): Promise<void> {
  await requireInstructor(db, viewer, courseId);
  const role = isId(userId) ? await selectOptionalRole(db, courseId, userId) : null;
  if (role === null) throw notFound('member', userId);
  if (!maySpeakFor(viewer, { userId, role })) throw new ApiProblem('forbidden', 'Only staff make tokens and sign-in links for other instructors.');
}

function forbidden(): ApiProblem {
  return new ApiProblem('forbidden', 'Only instructors of the course may do this.');
}
