import { and, eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { memberships, type Role } from '../schema/memberships.ts';
import { type Actor, recordAudit } from './audit.ts';

export type Membership = typeof memberships.$inferSelect;

export interface NewMembership {
  courseId: string;
  userId: string;
  role: Role;
  externalId?: string | null;
}

/** Adds a member, or gives one another role. */
export async function upsertMembership(db: Database, member: NewMembership, actor: Actor): Promise<Membership> {
  const { courseId, userId, role, externalId } = member;
  return db.transaction(async (tx) => {
    const before = await selectOptionalRole(tx, courseId, userId);
    const [row] = (await tx
      .insert(memberships)
      .values(member)
      .onConflictDoUpdate({
        target: [memberships.courseId, memberships.userId],
        set: { role, ...(externalId ? { externalId } : {}) },
      })
      .returning()) as [Membership];
    await recordAudit(tx, {
      actor,
      action: 'member.set',
      subject: { kind: 'user', id: userId },
      courseId,
      before: before && { role: before },
      after: { role, ...(externalId ? { externalId } : {}) },
    });
    return row;
  });
}

export async function selectOptionalRole(db: Database, courseId: string, userId: string): Promise<Role | null> {
  const [row] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.courseId, courseId), eq(memberships.userId, userId)));
  return row?.role ?? null;
}
