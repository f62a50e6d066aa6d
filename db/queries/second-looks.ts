import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { secondLooks } from '../schema/second-looks.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { recordAudit } from './audit.ts';

export type StoredSecondLook = typeof secondLooks.$inferSelect;

export interface SecondLook extends StoredSecondLook {
  state: 'open' | 'answered' | 'withdrawn';
  /** Name of whoever answered. */
  answeredByName: string | null;
}

export interface OpenSecondLook extends StoredSecondLook {
  studentId: string;
  studentName: string;
}

export interface SecondLookRequest {
  submissionId: string;
  checkId: string;
  reason: string;
  userId: string;
}

/** Asks an instructor to look at one check again. Null where that is asked already and not answered. The caller knows that there is such a check. */
export async function askSecondLook(db: Database, { submissionId, checkId, reason, userId }: SecondLookRequest): Promise<StoredSecondLook | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.insert(secondLooks).values({ submissionId, checkId, reason }).onConflictDoNothing().returning();
    if (!row) return null;
    await audit(tx, 'second-look.asked', row, userId, { before: null, after: { id: row.id, check: checkId }, why: reason });
    return row;
  });
}

/** Takes the question back. Null where the submission has no such open one. */
export async function withdrawSecondLook(
  db: Database,
  { id, submissionId, userId }: { id: string; submissionId: string; userId: string },
): Promise<StoredSecondLook | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(secondLooks)
      .set({ withdrawnAt: sql`now()` })
      .where(and(eq(secondLooks.id, id), eq(secondLooks.submissionId, submissionId), isOpen()))
      .returning();
    if (!row) return null;
    await audit(tx, 'second-look.withdrawn', row, userId, { before: { id, check: row.checkId, reason: row.reason }, after: null, why: null });
    return row;
  });
}

/**
 * Answers the open question about a check, in the student's sight. May be called in the transaction that changes points, so that
 * both happen or neither. Null where the submission has no such open one: it was withdrawn or answered meanwhile.
 */
export async function answerSecondLook(
  db: Database,
  { id, submissionId, answer, userId }: { id: string; submissionId: string; answer: string; userId: string },
): Promise<StoredSecondLook | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(secondLooks)
      .set({ answer, answeredBy: userId, answeredAt: sql`now()` })
      .where(and(eq(secondLooks.id, id), eq(secondLooks.submissionId, submissionId), isOpen()))
      .returning();
    if (!row) return null;
    await audit(tx, 'second-look.answered', row, userId, { before: { id, check: row.checkId, reason: row.reason }, after: { id, check: row.checkId, answer }, why: answer });
    return row;
  });
}

/** All of a submission, withdrawn ones too, oldest first. */
export async function selectSecondLooks(db: Database, submissionId: string): Promise<SecondLook[]> {
  const rows = await db
    .select({ look: secondLooks, answeredByName: users.name })
    .from(secondLooks)
    .leftJoin(users, eq(users.id, secondLooks.answeredBy))
    .where(eq(secondLooks.submissionId, submissionId))
    .orderBy(asc(secondLooks.createdAt), asc(secondLooks.id));
  return rows.map(({ look, answeredByName }) => ({ ...look, state: stateOf(look), answeredByName }));
}

/** What students of an assignment wait for, who has waited longest first. */
export async function selectOpenSecondLooks(db: Database, assignmentId: string): Promise<OpenSecondLook[]> {
  const rows = await db
    .select({ look: secondLooks, studentId: users.id, studentName: users.name })
    .from(secondLooks)
    .innerJoin(submissions, eq(submissions.id, secondLooks.submissionId))
    .innerJoin(users, eq(users.id, submissions.studentId))
    .where(and(eq(submissions.assignmentId, assignmentId), isOpen()))
    .orderBy(asc(secondLooks.createdAt), asc(secondLooks.id));
  return rows.map(({ look, ...student }) => ({ ...look, ...student }));
}

function isOpen(): SQL | undefined {
  return and(isNull(secondLooks.answeredAt), isNull(secondLooks.withdrawnAt));
}

function stateOf({ answeredAt, withdrawnAt }: StoredSecondLook): SecondLook['state'] {
  if (answeredAt) return 'answered';
  return withdrawnAt ? 'withdrawn' : 'open';
}

async function audit(
  tx: Database,
  action: 'second-look.asked' | 'second-look.answered' | 'second-look.withdrawn',
  { submissionId }: StoredSecondLook,
  userId: string,
  change: { before: unknown; after: unknown; why: string | null },
): Promise<void> {
  const [row] = await tx.select({ courseId: submissions.courseId }).from(submissions).where(eq(submissions.id, submissionId));
  await recordAudit(tx, { actor: { userId }, action, subject: { kind: 'submission', id: submissionId }, courseId: row?.courseId ?? null, ...change });
}
