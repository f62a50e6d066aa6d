import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { enrolments } from '../schema/enrolments.ts';

export type Enrolment = typeof enrolments.$inferSelect;

export interface NewEnrolment {
  id: string;
  courseId: string;
  studentId: string;
  publicKey: string;
  sealedPrivateKey: string;
  reportTokenHash: string;
}

/** What the enrolment script found out on the machine. */
export interface EnrolmentReport {
  login: string;
  addresses: string[];
  port: number;
}

/** The context that an enrolment's private key is sealed for. */
export function enrolmentKeyContext(enrolmentId: string): string {
  return `enrolments/${enrolmentId}/private-key`;
}

/** Of two that are made at once for one student, the first stays and both callers get it. */
export async function ensureEnrolment(db: Database, enrolment: NewEnrolment): Promise<Enrolment> {
  await db.insert(enrolments).values(enrolment).onConflictDoNothing();
  return (await selectOptionalEnrolment(db, enrolment)) as Enrolment;
}

export async function selectOptionalEnrolment(
  db: Database,
  of: { courseId: string; studentId: string },
): Promise<Enrolment | null> {
  const [row] = await db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.courseId, of.courseId), eq(enrolments.studentId, of.studentId)));
  return row ?? null;
}

export async function selectOptionalEnrolmentById(db: Database, id: string): Promise<Enrolment | null> {
  const [row] = await db.select().from(enrolments).where(eq(enrolments.id, id));
  return row ?? null;
}

export async function selectOptionalEnrolmentByReportToken(db: Database, reportTokenHash: string): Promise<Enrolment | null> {
  const [row] = await db.select().from(enrolments).where(eq(enrolments.reportTokenHash, reportTokenHash));
  return row ?? null;
}

/** After the secret was rotated, the token that the script carries is another one. */
export async function updateReportToken(db: Database, id: string, reportTokenHash: string): Promise<void> {
  await db.update(enrolments).set({ reportTokenHash }).where(eq(enrolments.id, id));
}

/** The latest report counts: a student may enrol a second machine. */
export async function recordEnrolmentReport(db: Database, id: string, report: EnrolmentReport): Promise<void> {
  await db
    .update(enrolments)
    .set({ ...report, reportedAt: sql`now()` })
    .where(eq(enrolments.id, id));
}
