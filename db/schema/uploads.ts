import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { assignments } from './assignments.ts';
import { bytea } from './bytea.ts';
import { createdAt, primaryId } from './columns.ts';
import { users } from './users.ts';

/** Archives of deliverables, as handed in and as opened. The same bytes again are the same row. */
export const uploads = pgTable(
  'uploads',
  {
    id: primaryId(),
    assignmentId: uuid('assignment_id').notNull().references(() => assignments.id, { onDelete: 'cascade' }),
    studentId: uuid('student_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256, hex, of `archive`. */
    sha256: text('sha256').notNull(),
    /** The bytes as they came. */
    archive: bytea('archive').notNull(),
    /** The files that were kept (`Upload[]`), JSON, gzip. */
    files: bytea('files').notNull(),
    /** What was left out and why, in sentences. */
    leftOut: text('left_out').array().notNull(),
    /** When these bytes last came. */
    createdAt: createdAt(),
  },
  (table) => [unique('uploads_content').on(table.studentId, table.assignmentId, table.sha256)],
);
