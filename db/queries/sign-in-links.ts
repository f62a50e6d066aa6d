import { and, eq, gt, isNull, sql } from 'drizzle-orm';
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
    await tx.insert(signInLinks).values(made.map(({ secret, ...row }) => ({ ...row, createdBy, hash: hashOfSecret(secret), expiresAt })));
    await recordAudit(
      tx,
      made.map(({ id, userId, courseId }) => ({ actor, action: 'sign-in-link.created', subject: { kind: 'user', id: userId }, courseId, after: { link: id, days } })),
    );
  });
  return made.map(({ id, secret }) => ({ id, secret }));
}

/** A course's link opens nothing to one who is not in the course any more. */
const opens = (secret: string) =>
  and(
    eq(signInLinks.hash, hashOfSecret(secret)),
    isNull(signInLinks.usedAt),
    isNull(signInLinks.revokedAt),
    gt(signInLinks.expiresAt, sql`now()`),
    sql`(${signInLinks.courseId} is null or exists (select 1 from ${memberships}
      where ${memberships.courseId} = ${signInLinks.courseId} and ${memberships.userId} = ${signInLinks.userId}))`,
  );

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
