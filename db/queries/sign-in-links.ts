import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { newId } from '../id.ts';
import { hashOfSecret, newSecret } from '../secret.ts';
import { memberships } from '../schema/memberships.ts';
import { signInLinks } from '../schema/sign-in-links.ts';
import { users } from '../schema/users.ts';
import { type Actor, recordAudit } from './audit.ts';
import { beginSession } from './sessions.ts';

export interface NewSignInLink {
  userId: string;
  /** The only course that the session will open; null: all of its user's. */
  courseId: string | null;
}

/** Makes a link for each, in their order; `secret` goes into its address and is told this once. */
export async function createSignInLinks(
  db: Database,
  links: readonly NewSignInLink[],
  { days, actor }: { days: number; actor: Actor },
): Promise<{ id: string; secret: string }[]> {
  if (links.length === 0) return [];
  const made = links.map((link) => ({ ...link, id: newId(), secret: newSecret() }));
  const createdBy = 'userId' in actor ? actor.userId : null;
  await db.transaction(async (tx) => {
    const expiresAt = sql`now() + make_interval(days => ${days})`;
    const old = sql`coalesce(${signInLinks.usedAt}, ${signInLinks.revokedAt}, ${signInLinks.expiresAt}) < now() - interval '30 days'`;
    await tx.delete(signInLinks).where(and(inArray(signInLinks.userId, links.map(({ userId }) => userId)), old));
    await tx.insert(signInLinks).values(made.map(({ secret, ...row }) => ({ ...row, createdBy, hash: hashOfSecret(secret), expiresAt })));
    await recordAudit(
      tx,
      made.map(({ id, userId, courseId }) => ({ actor, action: 'sign-in-link.created', subject: { kind: 'user', id: userId }, courseId, after: { link: id, days } })),
    );
  });
  return made.map(({ id, secret }) => ({ id, secret }));
}

/** Links of the course that were not used open nothing any more: of those people, or of all. Returns how many there were. */
export async function revokeSignInLinks(db: Database, { courseId, userIds }: { courseId: string; userIds?: readonly string[] }, actor: Actor): Promise<number> {
  if (userIds?.length === 0) return 0;
  return db.transaction(async (tx) => {
    const revoked = await tx
      .update(signInLinks)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(signInLinks.courseId, courseId), userIds && inArray(signInLinks.userId, [...userIds]), isOpen()))
      .returning({ id: signInLinks.id, userId: signInLinks.userId });
    await recordAudit(
      tx,
      revoked.map(({ id, userId }) => ({ actor, action: 'sign-in-link.revoked', subject: { kind: 'user', id: userId }, courseId, before: { link: id } })),
    );
    return revoked.length;
  });
}

/** Makes a link for each that opens the course alone; links made for them before, and not used, open nothing any more. */
export async function renewSignInLinks(
  db: Database,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] },
  { days, actor }: { days: number; actor: Actor },
): Promise<{ id: string; secret: string; userId: string }[]> {
  return db.transaction(async (tx) => {
    await revokeSignInLinks(tx, { courseId, userIds }, actor);
    const made = await createSignInLinks(tx, userIds.map((userId) => ({ userId, courseId })), { days, actor });
    return made.map((link, index) => ({ ...link, userId: userIds[index] ?? '' }));
  });
}

/** Whose links these are, of those that open this course and were made by that person; others are left out. In the order of names. */
export async function selectLinksMade(
  db: Database,
  { courseId, createdBy, secrets }: { courseId: string; createdBy: string; secrets: readonly string[] },
): Promise<{ name: string; email: string | null; externalId: string | null; secret: string; expiresAt: Date }[]> {
  if (secrets.length === 0) return [];
  const byHash = new Map(secrets.map((secret) => [hashOfSecret(secret).toString('hex'), secret]));
  const rows = await db
    .select({ name: users.name, email: users.email, externalId: users.externalId, hash: signInLinks.hash, expiresAt: signInLinks.expiresAt })
    .from(signInLinks)
    .innerJoin(users, eq(users.id, signInLinks.userId))
    .where(and(eq(signInLinks.courseId, courseId), eq(signInLinks.createdBy, createdBy), inArray(signInLinks.hash, secrets.map(hashOfSecret))))
    .orderBy(users.name, users.id);
  return rows.map(({ hash, ...row }) => ({ ...row, secret: byHash.get(Buffer.from(hash).toString('hex')) ?? '' }));
}

const isOpen = () => and(isNull(signInLinks.usedAt), isNull(signInLinks.revokedAt), gt(signInLinks.expiresAt, sql`now()`));

/** A course's link opens nothing to one who is not in the course any more. */
const isOfMember = () =>
  sql`(${signInLinks.courseId} is null or exists (select 1 from ${memberships}
    where ${memberships.courseId} = ${signInLinks.courseId} and ${memberships.userId} = ${signInLinks.userId}))`;

const opens = (secret: string) => and(eq(signInLinks.hash, hashOfSecret(secret)), isOpen(), isOfMember());

/** Whose link it is; null for one that does not exist, has expired, or was used or revoked. Using it up is `redeemSignInLink`. */
export async function selectOptionalSignInLink(db: Database, secret: string): Promise<{ userId: string; name: string } | null> {
  const [row] = await db
    .select({ userId: users.id, name: users.name })
    .from(signInLinks)
    .innerJoin(users, eq(users.id, signInLinks.userId))
    .where(opens(secret));
  return row ?? null;
}

/** Uses a link up and begins its session. Null as above: of two who come at once, one gets a session. */
export async function redeemSignInLink(db: Database, secret: string, days: number): Promise<{ secret: string; expiresAt: Date } | null> {
  return db.transaction(async (tx) => {
    const [link] = await tx
      .update(signInLinks)
      .set({ usedAt: sql`now()` })
      .where(opens(secret))
      .returning({ userId: signInLinks.userId, courseId: signInLinks.courseId });
    return link ? beginSession(tx, { ...link, method: 'link', days }) : null;
  });
}
