import { and, eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { memberships, type Role } from '../schema/memberships.ts';

export type Membership = typeof memberships.$inferSelect;

export interface NewMembership {
  courseId: string;
  userId: string;
  role: Role;
  externalId?: string | null;
}

/** Adds a member, or gives one another role. */
export async function upsertMembership(db: Database, member: NewMembership): Promise<Membership> {
  const { role, externalId } = member;
  const [row] = await db
    .insert(memberships)
    .values(member)
    .onConflictDoUpdate({
      target: [memberships.courseId, memberships.userId],
      set: { role, ...(externalId ? { externalId } : {}) },
    })
    .returning();
  return row as Membership;
}

export async function selectOptionalRole(db: Database, courseId: string, userId: string): Promise<Role | null> {
  const [row] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.courseId, courseId), eq(memberships.userId, userId)));
  return row?.role ?? null;
}
