import { bigserial, index, json, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/**
 * Who changed what, when and why. Written in the transaction of the change itself; a trigger refuses every update and
 * deletion. No foreign keys: the row outlives what it speaks of.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: createdAt(),
    courseId: uuid('course_id'),
    /** Null where no person did it. */
    actorId: uuid('actor_id'),
    /** The person's name at the time, or the part of the system: `worker`, `command line`. */
    actor: text('actor').notNull(),
    /** `grade.stored`, `override.set`, `rubric.published`, … */
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    before: json('before'),
    after: json('after'),
    why: text('why'),
  },
  (table) => [index('audit_log_course').on(table.courseId, table.id), index('audit_log_subject').on(table.subjectId, table.id)],
);
