import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { createToken, type NewToken, type TokenHolder } from '#db/queries/api-tokens.ts';
import { selectOptionalUser } from '#db/queries/users.ts';
import { requireSpokenFor } from '../api/access.ts';
import { ApiProblem, notFound } from '../api/problem.ts';

export interface AskedToken extends NewToken {
  /** Null: all courses of the user. */
  courseId: string | null;
  expiresAt: Date | null;
}

/** Makes a token, which never outlives `viewer.expiresAt`. Throws ApiProblem, and TokenExistsError for an id that was used. */
export async function makeToken(db: Database, viewer: TokenHolder, asked: AskedToken): Promise<{ id: string; token: string; expiresAt: Date | null }> {
  await authorize(db, viewer, asked);
  const expiresAt = earlier(asked.expiresAt, viewer.expiresAt);
  return { ...(await createToken(db, { ...asked, expiresAt }, { userId: viewer.userId })), expiresAt };
}

/** A token speaks for its user, so nobody may make one that opens more than they could open themselves. */
async function authorize(db: Database, viewer: TokenHolder, { userId, courseId }: AskedToken): Promise<void> {
  if (courseId !== null) return requireSpokenFor(db, viewer, courseId, userId);
  if (!viewer.isStaff) throw new ApiProblem('forbidden', 'Only staff make tokens that open all courses of a user: name a course.');
  if (!isId(userId) || !(await selectOptionalUser(db, userId))) throw notFound('user', userId);
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
