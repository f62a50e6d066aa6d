import { and, desc, eq, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { auditLog } from '../schema/audit-log.ts';
import { memberships } from '../schema/memberships.ts';
import { users } from '../schema/users.ts';

/** A person, or the part of the system that acted. */
export type Actor = { userId: string } | { system: 'worker' | 'command line' };

/** Every kind of change that leaves a row. */
export type AuditAction =
  | 'course.created'
  | 'course.changed'
  | 'assignment.created'
  | 'assignment.changed'
  | 'rubric.published'
  | 'roster.imported'
  | 'member.set'
  | 'person.changed'
  | 'token.created'
  | 'token.revoked'
  | 'sign-in-link.created'
  | 'sign-in-link.revoked'
  | 'session.begun'
  | 'session.ended'
  | 'extension.set'
  | 'extension.removed'
  | 'comment.added'
  | 'comment.removed'
  | 'second-look.asked'
  | 'second-look.answered'
  | 'second-look.withdrawn'
  | 'review.seen'
  | 'host-key.noted'
  | 'host-key.accepted'
  | 'grade.stored'
  | 'override.set'
  | 'override.lifted'
  | 'override.confirmed'
  | 'regrade.created'
  | 'regrade.confirmed'
  | 'regrade.paused'
  | 'regrade.resumed'
  | 'regrade.cancelled'
  | 'regrade.retried'
  | 'regrade.accepted'
  | 'regrade.undone';

export interface AuditEntry {
  actor: Actor;
  action: AuditAction;
  subject: { kind: 'course' | 'assignment' | 'rubric' | 'submission' | 'user' | 'host-key' | 'regrade'; id: string };
  /** Null: the change concerns no single course. */
  courseId: string | null;
  /** JSON; null: there was nothing before. */
  before?: unknown;
  after?: unknown;
  why?: string | null;
}

export type AuditRow = typeof auditLog.$inferSelect;

/** Notes changes in the transaction that makes them: pass that transaction, never the pool. */
export async function recordAudit(tx: Database, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
  const list: AuditEntry[] = [entries].flat();
  if (list.length === 0) return;
  await tx.insert(auditLog).values(
    list.map(({ actor, action, subject, courseId, before = null, after = null, why = null }) => ({
      courseId,
      action,
      actorId: 'userId' in actor ? actor.userId : null,
      actor: 'userId' in actor ? sql`coalesce((select ${users.name} from ${users} where ${users.id} = ${actor.userId}), 'unknown')` : actor.system,
      subjectKind: subject.kind,
      subjectId: subject.id,
      before,
      after,
      why,
    })),
  );
}

export interface AuditFilter {
  courseId: string;
  subjectId?: string | undefined;
  action?: string | undefined;
  /** Only rows older than this one: the last of the page before. */
  before?: number | undefined;
  limit: number;
}

/** Of a course, of the rubrics that its assignments have and of the people in it; newest first. */
export async function selectAudit(db: Database, filter: AuditFilter): Promise<AuditRow[]> {
  const conditions: (SQL | undefined)[] = [
    concernsCourse(filter.courseId),
    filter.subjectId === undefined ? undefined : eq(auditLog.subjectId, filter.subjectId),
    filter.action === undefined ? undefined : or(eq(auditLog.action, filter.action), sql`${auditLog.action} like ${`${filter.action}.%`}`),
    filter.before === undefined ? undefined : lt(auditLog.id, filter.before),
  ];
  return db.select().from(auditLog).where(and(...conditions)).orderBy(desc(auditLog.id)).limit(filter.limit);
}

/** Rows of a course, of the rubrics that its assignments have and of the people in it. */
export function concernsCourse(courseId: string): SQL | undefined {
  return or(eq(auditLog.courseId, courseId), sharedWith(courseId));
}

/** Rubrics and people belong to no course: their rows are shown where they are. */
function sharedWith(courseId: string): SQL {
  return sql`(${auditLog.courseId} is null and (${auditLog.subjectKind}, ${auditLog.subjectId}) in (
    select 'rubric', ${assignments.rubricId} from ${assignments} where ${assignments.courseId} = ${courseId}
    union select 'user', ${memberships.userId} from ${memberships} where ${memberships.courseId} = ${courseId}))`;
}
