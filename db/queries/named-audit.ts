import { and, desc, eq, getTableColumns, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { auditLog } from '../schema/audit-log.ts';
import { type AuditFilter, type AuditRow, concernsCourse } from './audit.ts';

export interface NamedAuditRow extends AuditRow {
  /** What the row speaks of, in words; null: it is gone. */
  subject: string | null;
}

/** As `selectAudit`, with the names of what the rows speak of. `actor`: part of the name of who did it. */
export async function selectNamedAudit(db: Database, filter: AuditFilter & { actor?: string | undefined }): Promise<NamedAuditRow[]> {
  const { courseId, subjectId, action, actor, before, limit } = filter;
  const conditions: (SQL | undefined)[] = [
    concernsCourse(courseId),
    subjectId === undefined ? undefined : eq(auditLog.subjectId, subjectId),
    action === undefined ? undefined : or(eq(auditLog.action, action), sql`${auditLog.action} like ${`${action}.%`}`),
    actor === undefined ? undefined : sql`${auditLog.actor} ilike ${`%${actor.replace(/[\\%_]/g, String.raw`\$&`)}%`}`,
    before === undefined ? undefined : lt(auditLog.id, before),
  ];
  return db
    .select({ ...getTableColumns(auditLog), subject: subjectName })
    .from(auditLog)
    .where(and(...conditions))
    .orderBy(desc(auditLog.id))
    .limit(limit);
}

const subjectName = sql<string | null>`case ${auditLog.subjectKind}
  when 'user' then (select u.name from users u where u.id = ${auditLog.subjectId})
  when 'course' then (select c.name from courses c where c.id = ${auditLog.subjectId})
  when 'assignment' then (select a.title from assignments a where a.id = ${auditLog.subjectId})
  when 'rubric' then (select r.slug || ' ' || r.version from rubrics r where r.id = ${auditLog.subjectId})
  when 'submission' then (select u.name || ', ' || a.title from submissions s join users u on u.id = s.student_id join assignments a on a.id = s.assignment_id where s.id = ${auditLog.subjectId})
  when 'regrade' then (select a.title from regrades r join assignments a on a.id = r.assignment_id where r.id = ${auditLog.subjectId})
  when 'host-key' then (select u.name || ', ' || k.address || ' port ' || k.port from host_keys k join users u on u.id = k.student_id where k.id = ${auditLog.subjectId})
  end`;
