import { eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { users } from '../schema/users.ts';

export type User = typeof users.$inferSelect;

export interface NewUser {
  name: string;
  email?: string | null;
  /** The LMS's id. A user who has it already is that user: name and e-mail address are then brought up to date. */
  externalId?: string | null;
  isStaff?: boolean;
}

export async function insertUser(db: Database, user: NewUser): Promise<User> {
  const [row] = await db
    .insert(users)
    .values(user)
    .onConflictDoUpdate({ target: users.externalId, set: { name: user.name, ...(user.email ? { email: user.email } : {}) } })
    .returning();
  return row as User;
}

export async function selectOptionalUser(db: Database, id: string): Promise<User | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}
