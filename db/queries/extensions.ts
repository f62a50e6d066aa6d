import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { extensions } from '../schema/extensions.ts';
import { users } from '../schema/users.ts';
import { type Actor, recordAudit } from './audit.ts';

export type Extension = typeof extensions.$inferSelect;

export interface NewExtension {
  assignmentId: string;
  studentId: string;
  dueAt: Date;
  /** Why, for colleagues. */
  reason: string;
}

/** Gives a student a deadline of their own, or another one. Setting the same again notes nothing. */
export async function setExtension(db: Database, extension: NewExtension, actor: { userId: string }): Promise<Extension> {
  return db.transaction(async (tx) => {
    const before = await lockExtension(tx, extension);
    const { dueAt, reason } = extension;
    const set = { dueAt, reason, createdBy: actor.userId, createdAt: sql`now()` };
    if (before && before.dueAt.getTime() === dueAt.getTime() && before.reason === reason) return before;
    const [row] = (await tx
      .insert(extensions)
      .values({ ...extension, createdBy: actor.userId })
      .onConflictDoUpdate({ target: [extensions.assignmentId, extensions.studentId], set })
      .returning()) as [Extension];
    await note(tx, 'extension.set', extension, actor, before, row);
    return row;
  });
}

/** False where the student had none. */
export async function removeExtension(db: Database, of: { assignmentId: string; studentId: string }, actor: Actor): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.delete(extensions).where(whose(of)).returning();
    if (row) await note(tx, 'extension.removed', of, actor, row, null);
    return row !== undefined;
  });
}

/** Of an assignment, with the students' names and who gave them; by name. */
export async function selectExtensions(db: Database, assignmentId: string): Promise<(Extension & { student: string; givenBy: string })[]> {
  const rows = await db
    .select({ extension: extensions, student: users.name, givenBy: sql<string>`(select name from users giver where giver.id = ${extensions.createdBy})` })
    .from(extensions)
    .innerJoin(users, eq(users.id, extensions.studentId))
    .where(eq(extensions.assignmentId, assignmentId))
    .orderBy(asc(users.name), asc(users.id));
  return rows.map(({ extension, ...names }) => ({ ...extension, ...names }));
}

export async function selectOptionalExtension(db: Database, of: { assignmentId: string; studentId: string }): Promise<Extension | null> {
  const [row] = await db.select().from(extensions).where(whose(of));
  return row ?? null;
}

async function lockExtension(tx: Database, of: { assignmentId: string; studentId: string }): Promise<Extension | null> {
  const [row] = await tx.select().from(extensions).where(whose(of)).for('update');
  return row ?? null;
}

function whose({ assignmentId, studentId }: { assignmentId: string; studentId: string }) {
  return and(eq(extensions.assignmentId, assignmentId), eq(extensions.studentId, studentId));
}

async function note(
  tx: Database,
  action: 'extension.set' | 'extension.removed',
  { assignmentId, studentId }: { assignmentId: string; studentId: string },
  actor: Actor,
  before: Extension | null,
  after: Extension | null,
): Promise<void> {
  const [assignment] = await tx.select({ courseId: assignments.courseId }).from(assignments).where(eq(assignments.id, assignmentId));
  const kept = (row: Extension | null) => row && { assignment: assignmentId, dueAt: row.dueAt, reason: row.reason };
  const subject = { kind: 'user' as const, id: studentId };
  await recordAudit(tx, { actor, action, subject, courseId: assignment?.courseId ?? null, before: kept(before), after: kept(after), why: after?.reason ?? null });
}
