import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { newId } from '../id.ts';
import { apiTokens } from '../schema/api-tokens.ts';
import { users } from '../schema/users.ts';

/** Who a bearer token speaks for. */
export interface TokenHolder {
  userId: string;
  name: string;
  /** Never true for a token that is limited to one course. */
  isStaff: boolean;
  /** The only course that the token opens; null: all of its user's. */
  courseId: string | null;
}

export interface NewToken {
  userId: string;
  name: string;
  courseId?: string | null;
  expiresAt?: Date | null;
}

/** Makes a token `ng_…`. It is shown this once: only its hash is kept. */
export async function createToken(db: Database, token: NewToken): Promise<{ id: string; token: string }> {
  const [made] = await createTokens(db, [token]);
  return made as { id: string; token: string };
}

/** Makes a token for each, in their order. */
export async function createTokens(db: Database, tokens: readonly NewToken[]): Promise<{ id: string; token: string }[]> {
  const made = tokens.map((token) => ({ ...token, id: newId(), text: `ng_${randomBytes(32).toString('base64url')}` }));
  if (made.length > 0) await db.insert(apiTokens).values(made.map(({ text, ...row }) => ({ ...row, hash: hashOf(text) })));
  return made.map(({ id, text }) => ({ id, token: text }));
}

/** Null for a token that does not exist, has expired or was revoked. */
export async function selectOptionalTokenHolder(db: Database, token: string): Promise<TokenHolder | null> {
  const [row] = await db
    .select({ userId: users.id, name: users.name, isStaff: users.isStaff, courseId: apiTokens.courseId })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(
      and(
        eq(apiTokens.hash, hashOf(token)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      ),
    );
  return row ? { ...row, isStaff: row.isStaff && row.courseId === null } : null;
}

/** False where there is no such token, or it was revoked before. */
export async function revokeToken(db: Database, id: string): Promise<boolean> {
  const revoked = await db
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return revoked.length > 0;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
