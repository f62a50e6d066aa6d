import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { type ApiToken, selectOptionalToken, type TokenHolder } from '#db/queries/api-tokens.ts';
import { roleIn } from '../api/access.ts';
import { notFound } from '../api/problem.ts';

/** A token that the viewer may revoke: one of their own, or of a course that they teach. 404 otherwise. */
export async function requireRevocableToken(db: Database, viewer: TokenHolder, id: string): Promise<ApiToken> {
  const token = isId(id) ? await selectOptionalToken(db, id) : null;
  if (!token || !(await mayRevoke(db, viewer, token))) throw notFound('token', id);
  return token;
}

/** A token that is limited to a course reaches no other one's tokens, its own user's included. */
async function mayRevoke(db: Database, viewer: TokenHolder, { userId, courseId }: ApiToken): Promise<boolean> {
  if (viewer.isStaff) return true;
  if (userId === viewer.userId && (viewer.courseId === null || viewer.courseId === courseId)) return true;
  return courseId !== null && (await roleIn(db, viewer, courseId)) === 'instructor';
}
