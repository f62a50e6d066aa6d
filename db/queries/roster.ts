import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { memberships, type Role } from '../schema/memberships.ts';
import { users } from '../schema/users.ts';
import { type Actor, recordAudit } from './audit.ts';

export interface RosterEntry {
  name: string;
  email: string | null;
  /** The LMS's own id of the person: who is imported twice under it is one user. */
  externalId: string;
  role: Role;
}

/** Adds a whole roster to a course, or nothing of it. People already there are brought up to date. Returns ids by external id. */
export async function importRoster(db: Database, courseId: string, entries: readonly RosterEntry[], actor: Actor): Promise<Map<string, string>> {
  if (entries.length === 0) return new Map();
  return db.transaction(async (tx) => {
    const before = await selectListed(tx, courseId, entries);
    const people = await tx
      .insert(users)
      .values(entries.map(({ name, email, externalId }) => ({ name, email, externalId })))
      .onConflictDoUpdate({
        target: users.externalId,
        set: { name: sql`excluded.name`, email: sql`coalesce(excluded.email, ${users.email})` },
      })
      .returning({ id: users.id, externalId: users.externalId });
    const ids = new Map(people.map(({ id, externalId }) => [externalId ?? '', id]));
    await tx
      .insert(memberships)
      .values(entries.map(({ externalId, role }) => ({ courseId, userId: ids.get(externalId) ?? '', role, externalId })))
      .onConflictDoUpdate({
        target: [memberships.courseId, memberships.userId],
        set: { role: sql`excluded.role`, externalId: sql`excluded.external_id` },
      });
    await recordAudit(tx, { actor, action: 'roster.imported', subject: { kind: 'course', id: courseId }, courseId, before, after: entries });
    return ids;
  });
}

/** Those of the entries who are in the course already, as they are. */
async function selectListed(tx: Database, courseId: string, entries: readonly RosterEntry[]): Promise<RosterEntry[]> {
  const rows = await tx
    .select({ name: users.name, email: users.email, externalId: users.externalId, role: memberships.role })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.courseId, courseId)))
    .where(inArray(users.externalId, entries.map(({ externalId }) => externalId)))
    .orderBy(users.externalId);
  return rows.map((row) => ({ ...row, externalId: row.externalId ?? '' }));
}
