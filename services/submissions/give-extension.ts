import type { Database } from '#db/database.ts';
import type { Assignment } from '#db/queries/assignments.ts';
import { type Extension, setExtension } from '#db/queries/extensions.ts';
import { selectOptionalRole } from '#db/queries/memberships.ts';
import { isId } from '#db/id.ts';
import { invalidField, notFound } from '../api/problem.ts';

/** Throws an ApiProblem: 404 for who is no student of the course, 422 where the assignment's deadline is none or no earlier. */
export async function giveExtension(
  db: Database,
  { id: assignmentId, courseId, dueAt: due }: Assignment,
  { studentId, dueAt, reason }: { studentId: string; dueAt: Date; reason: string },
  { userId }: { userId: string },
): Promise<Extension> {
  await requireStudent(db, courseId, studentId);
  if (due === null) throw invalidField('dueAt', 'cannot be put off: the assignment has no deadline. Set one first');
  if (dueAt <= due) throw invalidField('dueAt', `must be later than the assignment's deadline, ${due.toISOString()}`);
  return setExtension(db, { assignmentId, studentId, dueAt, reason }, { userId });
}

/** 404 for who is no student of the course. */
export async function requireStudent(db: Database, courseId: string, studentId: string): Promise<void> {
  if (!isId(studentId) || (await selectOptionalRole(db, courseId, studentId)) !== 'student') throw notFound('student', studentId);
}
