import { eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { users } from '../schema/users.ts';
import { type Actor, recordAudit } from './audit.ts';

export type User = typeof users.$inferSelect;

export interface NewUser {
  name: string;
  email?: string | null;
  /** The LMS's id. A user who has it already is that user. */
  externalId?: string | null;
  /** true also makes a person who is known one of the staff; false takes nothing from them. */
  isStaff?: boolean;
}

/**
 * Makes a person, or brings one up to date, which leaves an audit row. `keepsKnown`: one who is known stays as they are, since a
 * person may be in several courses and whoever teaches one of them has no say over the others.
 */
export async function insertUser(
  db: Database,
  user: NewUser,
  actor: Actor = { system: 'command line' },
  { keepsKnown = false }: { keepsKnown?: boolean } = {},
): Promise<User> {
  return db.transaction(async (tx) => {
    const before = user.externalId ? await selectByExternalId(tx, user.externalId) : null;
    if (before && keepsKnown) return before;
    const set = { name: user.name, ...(user.email ? { email: user.email } : {}), ...(user.isStaff ? { isStaff: true } : {}) };
    const [row] = (await tx
      .insert(users)
      .values(user)
      .onConflictDoUpdate({ target: users.externalId, set })
      .returning()) as [User];
    if (before && (before.name !== row.name || before.email !== row.email || before.isStaff !== row.isStaff)) {
      const subject = { kind: 'user' as const, id: row.id };
      const kept = ({ name, email, isStaff }: User) => ({ name, email, isStaff });
      await recordAudit(tx, { actor, action: 'person.changed', subject, courseId: null, before: kept(before), after: kept(row) });
    }
    return row;
  });
}

async function selectByExternalId(tx: Database, externalId: string): Promise<User | null> {
  const [row] = await tx.select().from(users).where(eq(users.externalId, externalId)).for('update');
  return row ?? null;
}

export async function selectOptionalUser(db: Database, id: string): Promise<User | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}
