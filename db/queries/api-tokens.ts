import { and, desc, eq, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { newId } from '../id.ts';
import { hashOfSecret, newSecret } from '../secret.ts';
import { apiTokens } from '../schema/api-tokens.ts';
import { users } from '../schema/users.ts';
import { type Actor, recordAudit } from './audit.ts';

/** Who a bearer token speaks for. */
export interface TokenHolder {
  userId: string;
  name: string;
  /** Never true for a token that is limited to one course. */
  isStaff: boolean;
  /** The only course that the token opens; null: all of its user's. */
  courseId: string | null;
  /** Null: never. */
  expiresAt: Date | null;
}

/** A token of this id was made before. */
export class TokenExistsError extends Error {
  readonly code = 'token-exists';
}

export interface NewToken {
  /** Of the row, where who asks chose it so that asking twice makes one. */
  id?: string;
  userId: string;
  name: string;
  courseId?: string | null;
  expiresAt?: Date | null;
}

/** Makes a token `ng_…`. It is shown this once: only its hash is kept. */
export async function createToken(db: Database, token: NewToken, actor: Actor): Promise<{ id: string; token: string }> {
  const [made] = await createTokens(db, [token], actor);
  return made as { id: string; token: string };
}

/** Makes a token for each, in their order. Throws TokenExistsError, and makes none. */
export async function createTokens(db: Database, tokens: readonly NewToken[], actor: Actor): Promise<{ id: string; token: string }[]> {
  if (tokens.length === 0) return [];
  const made = tokens.map((token) => ({ ...token, id: token.id ?? newId(), text: `ng_${newSecret()}` }));
  await db.transaction(async (tx) => {
    const rows = made.map(({ text, ...row }) => ({ ...row, hash: hashOfSecret(text) }));
    const inserted = await tx.insert(apiTokens).values(rows).onConflictDoNothing({ target: apiTokens.id }).returning({ id: apiTokens.id });
    if (inserted.length < made.length) throw new TokenExistsError('There is a token of this id already');
    await recordAudit(
      tx,
      made.map(({ id, userId, name, courseId = null, expiresAt = null }) => ({
        actor,
        action: 'token.created',
        subject: { kind: 'user', id: userId },
        courseId,
        after: { token: id, name, expiresAt },
      })),
    );
  });
  return made.map(({ id, text }) => ({ id, token: text }));
}

/** Null for a token that does not exist, has expired or was revoked. */
export async function selectOptionalTokenHolder(db: Database, token: string): Promise<TokenHolder | null> {
  const [row] = await db
    .select({ userId: users.id, name: users.name, isStaff: users.isStaff, courseId: apiTokens.courseId, expiresAt: apiTokens.expiresAt })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(
      and(
        eq(apiTokens.hash, hashOfSecret(token)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      ),
    );
  return row ? { ...row, isStaff: row.isStaff && row.courseId === null } : null;
}

export type ApiToken = Omit<typeof apiTokens.$inferSelect, 'hash'>;

export async function selectOptionalToken(db: Database, id: string): Promise<ApiToken | null> {
  const { hash: _, ...columns } = getTableColumns(apiTokens);
  const [row] = await db.select(columns).from(apiTokens).where(eq(apiTokens.id, id));
  return row ?? null;
}

/** Tokens that still open something, the newest first: of a person, or those that are limited to a course. */
export async function selectTokens(db: Database, of: { userId: string } | { courseId: string }): Promise<(ApiToken & { user: string })[]> {
  const { hash: _, ...columns } = getTableColumns(apiTokens);
  const whose = 'userId' in of ? eq(apiTokens.userId, of.userId) : eq(apiTokens.courseId, of.courseId);
  return db
    .select({ ...columns, user: users.name })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(whose, isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`))))
    .orderBy(desc(apiTokens.id));
}

/** False where there is no such token, or it was revoked before. */
export async function revokeToken(db: Database, id: string, actor: Actor): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
      .returning({ userId: apiTokens.userId, courseId: apiTokens.courseId, name: apiTokens.name });
    if (!revoked) return false;
    const { userId, courseId, name } = revoked;
    await recordAudit(tx, { actor, action: 'token.revoked', subject: { kind: 'user', id: userId }, courseId, before: { token: id, name } });
    return true;
  });
}
