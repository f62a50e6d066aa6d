import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { assignments } from './assignments.ts';
import { createdAt, moment } from './columns.ts';
import { users } from './users.ts';

/** A deadline of one student's own, in place of the assignment's. */
export const extensions = pgTable(
  'extensions',
  {
    assignmentId: uuid('assignment_id').notNull().references(() => assignments.id, { onDelete: 'cascade' }),
    studentId: uuid('student_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    dueAt: moment('due_at').notNull(),
    reason: text('reason').notNull(),
    createdBy: uuid('created_by').notNull().references(() => users.id),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.assignmentId, table.studentId] })],
);
