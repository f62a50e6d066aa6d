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
  /** Null: not said. Who is in the course keeps their role, others become students. */
  role: Role | null;
}

export interface ImportOptions {
  /**
   * People who are known keep their name and address: whoever teaches one course has no say over what a person is called in
   * others. Their place in this course is brought up to date all the same.
   */
  keepsKnown?: boolean;
}

/** Adds a whole roster to a course, or nothing of it. People already there are brought up to date. Returns ids by external id. */
export async function importRoster(
  db: Database,
  courseId: string,
  entries: readonly RosterEntry[],
  actor: Actor,
  { keepsKnown = false }: ImportOptions = {},
): Promise<Map<string, string>> {
  if (entries.length === 0) return new Map();
  return db.transaction(async (tx) => {
    const before = (await selectKnown(tx, courseId, entries)).filter(({ role }) => role !== null);
    const roles = new Map(before.map(({ externalId, role }) => [externalId, role]));
    const known = keepsKnown ? { name: sql`${users.name}` } : { name: sql`excluded.name`, email: sql`coalesce(excluded.email, ${users.email})` };
    const people = await tx
      .insert(users)
      .values(entries.map(({ name, email, externalId }) => ({ name, email, externalId })))
      .onConflictDoUpdate({ target: users.externalId, set: known })
      .returning({ id: users.id, externalId: users.externalId });
    const ids = new Map(people.map(({ id, externalId }) => [externalId ?? '', id]));
    const members = entries.map(({ externalId, role }) => ({ courseId, userId: ids.get(externalId) ?? '', role: role ?? roles.get(externalId) ?? 'student', externalId }));
    await tx
      .insert(memberships)
      .values(members)
      .onConflictDoUpdate({
        target: [memberships.courseId, memberships.userId],
        set: { role: sql`excluded.role`, externalId: sql`excluded.external_id` },
      });
    const was = before.map(({ name, email, externalId, role }): RosterEntry => ({ name, email, externalId, role }));
    await recordAudit(tx, { actor, action: 'roster.imported', subject: { kind: 'course', id: courseId }, courseId, before: was, after: entries });
    return ids;
  });
}

/** What importing an entry would do. */
export interface RosterChange {
  entry: RosterEntry;
  /** Null: nobody has this id yet. */
  userId: string | null;
  kind: 'new' | 'changed' | 'unchanged';
  /** The role that they would have. */
  role: Role;
  changes: { what: 'name' | 'e-mail' | 'role'; from: string; to: string }[];
  /** Differences that stay as they are; see `keepsKnown`. */
  kept: { what: 'name' | 'e-mail'; is: string }[];
}

/** What `importRoster` would do, without doing it; in the order of the entries. */
export async function previewRoster(db: Database, courseId: string, entries: readonly RosterEntry[], { keepsKnown = false }: ImportOptions = {}): Promise<RosterChange[]> {
  const known = new Map((await selectKnown(db, courseId, entries)).map((person) => [person.externalId, person]));
  return entries.map((entry) => {
    const person = known.get(entry.externalId);
    const role = entry.role ?? person?.role ?? 'student';
    const differing = person ? differences(person, entry) : [];
    const changes: RosterChange['changes'] = keepsKnown ? [] : differing;
    if (person && person.role !== null && person.role !== role) changes.push({ what: 'role', from: person.role, to: role });
    const kept = keepsKnown ? differing.map(({ what, from }) => ({ what, is: from })) : [];
    const kind = !person || person.role === null ? 'new' : changes.length > 0 ? 'changed' : 'unchanged';
    return { entry, userId: person?.userId ?? null, kind, role, changes, kept };
  });
}

function differences(person: RosterEntry, entry: RosterEntry): { what: 'name' | 'e-mail'; from: string; to: string }[] {
  const name = person.name === entry.name ? [] : [{ what: 'name' as const, from: person.name, to: entry.name }];
  const email = entry.email === null || person.email === entry.email ? [] : [{ what: 'e-mail' as const, from: person.email ?? 'none', to: entry.email }];
  return [...name, ...email];
}

/** Those of the entries whom somebody knows, as they are; the role is the one in the course, null: not in it. */
async function selectKnown(tx: Database, courseId: string, entries: readonly RosterEntry[]): Promise<(RosterEntry & { userId: string })[]> {
  if (entries.length === 0) return [];
  const rows = await tx
    .select({ userId: users.id, name: users.name, email: users.email, externalId: users.externalId, role: memberships.role })
    .from(users)
    .leftJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.courseId, courseId)))
    .where(inArray(users.externalId, entries.map(({ externalId }) => externalId)))
    .orderBy(users.externalId);
  return rows.map((row) => ({ ...row, externalId: row.externalId ?? '' }));
}
