import { and, desc, eq, getTableColumns, gt, isNull, ne, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { hashOfSecret, newSecret } from '../secret.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';
import type { TokenHolder } from './api-tokens.ts';
import { recordAudit } from './audit.ts';

export interface NewSession {
  userId: string;
  /** The only course that it opens; null: all of its user's. */
  courseId: string | null;
  /** How the person was known, e.g. `link`. */
  method: string;
  days: number;
}

/** Begins a session of a browser. The secret is told this once: only its hash is kept. */
export async function beginSession(db: Database, { days, ...session }: NewSession): Promise<{ id: string; secret: string; expiresAt: Date }> {
  const secret = newSecret();
  return db.transaction(async (tx) => {
    // What a person's old sessions were is in the audit log.
    await tx.delete(sessions).where(and(eq(sessions.userId, session.userId), sql`coalesce(${sessions.endedAt}, ${sessions.expiresAt}) < now() - interval '30 days'`));
    const [row] = (await tx
      .insert(sessions)
      .values({ ...session, hash: hashOfSecret(secret), expiresAt: sql`now() + make_interval(days => ${days})` })
      .returning({ id: sessions.id, expiresAt: sessions.expiresAt })) as [{ id: string; expiresAt: Date }];
    const { userId, courseId, method } = session;
    await recordAudit(tx, { actor: { userId }, action: 'session.begun', subject: { kind: 'user', id: userId }, courseId, after: { session: row.id, method } });
    return { ...row, secret };
  });
}

/** Null for a session that does not exist, has expired or was ended. */
export async function selectOptionalSessionHolder(db: Database, secret: string): Promise<(TokenHolder & { sessionId: string }) | null> {
  const [row] = await db
    .select({ sessionId: sessions.id, userId: users.id, name: users.name, isStaff: users.isStaff, courseId: sessions.courseId, expiresAt: sessions.expiresAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.hash, hashOfSecret(secret)), isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`)));
  return row ? { ...row, isStaff: row.isStaff && row.courseId === null } : null;
}

/** Signs a browser out. False where the session had ended before. */
export async function endSession(db: Database, id: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
      .returning({ userId: sessions.userId, courseId: sessions.courseId });
    if (!row) return false;
    await recordAudit(tx, { actor: { userId: row.userId }, action: 'session.ended', subject: { kind: 'user', id: row.userId }, courseId: row.courseId, before: { session: id } });
    return true;
  });
}

export type Session = Omit<typeof sessions.$inferSelect, 'hash'>;

/** Sessions of a person that are open, the newest first; of one course only where the one that asks is. */
export async function selectSessions(db: Database, of: { userId: string; courseId: string | null }): Promise<Session[]> {
  const { hash: _, ...columns } = getTableColumns(sessions);
  return db.select(columns).from(sessions).where(openOf(of)).orderBy(desc(sessions.createdAt), desc(sessions.id));
}

/** Ends the person's sessions but one. How many. */
export async function endOtherSessions(db: Database, of: { userId: string; courseId: string | null }, keptId: string): Promise<number> {
  return db.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(and(openOf(of), ne(sessions.id, keptId)))
      .returning({ id: sessions.id, courseId: sessions.courseId });
    await recordAudit(tx, ended.map(({ id, courseId }) => ({ actor: { userId: of.userId }, action: 'session.ended', subject: { kind: 'user', id: of.userId }, courseId, before: { session: id } })));
    return ended.length;
  });
}

function openOf({ userId, courseId }: { userId: string; courseId: string | null }) {
  const scope = courseId === null ? undefined : eq(sessions.courseId, courseId);
  return and(eq(sessions.userId, userId), scope, isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`));
}
