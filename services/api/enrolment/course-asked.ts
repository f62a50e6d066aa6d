import type { Database } from '#db/database.ts';
import type { TokenHolder } from '#db/queries/api-tokens.ts';
import { selectCoursesOf } from '#db/queries/courses.ts';
import { invalidField } from '../problem.ts';

/** The course that a request names; where it names none, the only one that the viewer has. Throws an ApiProblem (422). */
export async function courseAsked(db: Database, viewer: TokenHolder, courseId: string | undefined, field: string): Promise<string> {
  if (courseId !== undefined) return courseId;
  const courses = await selectCoursesOf(db, viewer);
  const [only] = courses;
  if (only && courses.length === 1) return only.id;
  throw invalidField(field, only ? 'must be named, since you are in several' : 'must be named');
}
