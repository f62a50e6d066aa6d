import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { createToken, type NewToken, type TokenHolder } from '#db/queries/api-tokens.ts';
import { selectOptionalRole } from '#db/queries/memberships.ts';
import { selectOptionalUser } from '#db/queries/users.ts';
import { requireInstructor } from '../api/access.ts';
import { ApiProblem, notFound } from '../api/problem.ts';

export interface AskedToken extends NewToken {
  /** Null: all courses of the user. */
  courseId: string | null;
  expiresAt: Date | null;
}

/**
 * Makes a token that the viewer may make (`requireMaySpeakFor`), which never outlives `viewer.expiresAt`. Throws ApiProblem, and
 * TokenExistsError for an id that was used.
 */
export async function makeToken(db: Database, viewer: TokenHolder, asked: AskedToken): Promise<{ id: string; token: string; expiresAt: Date | null }> {
  await requireMaySpeakFor(db, viewer, asked);
  const expiresAt = earlier(asked.expiresAt, viewer.expiresAt);
  return { ...(await createToken(db, { ...asked, expiresAt }, { userId: viewer.userId })), expiresAt };
}

/**
 * Tokens and sign-in links speak for their user, so nobody may make one that opens more than they could open themselves. 403 and
 * 404 otherwise.
 */
export async function requireMaySpeakFor(db: Database, viewer: TokenHolder, { userId, courseId }: { userId: string; courseId: string | null }): Promise<void> {
  if (courseId === null) {
    if (!viewer.isStaff) throw new ApiProblem('forbidden', 'Only staff make tokens that open all courses of a user: name a course.');
    if (!isId(userId) || !(await selectOptionalUser(db, userId))) throw notFound('user', userId);
    return;
  }
  await requireInstructor(db, viewer, courseId);
  const role = isId(userId) ? await selectOptionalRole(db, courseId, userId) : null;
  if (role === null) throw notFound('member', userId);
  if (role === 'instructor' && userId !== viewer.userId && !viewer.isStaff) {
    throw new ApiProblem('forbidden', 'Only staff make tokens for other instructors.');
  }
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
