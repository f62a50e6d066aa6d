import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { submissions } from './submissions.ts';
import { users } from './users.ts';

/** A student asks an instructor to look at one check again. Open until it is answered or withdrawn; one open at a time. */
export const secondLooks = pgTable(
  'second_looks',
  {
    id: primaryId(),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    checkId: text('check_id').notNull(),
    /** Why the student thinks so. */
    reason: text('reason').notNull(),
    createdAt: createdAt(),
    answer: text('answer'),
    answeredBy: uuid('answered_by').references(() => users.id),
    answeredAt: moment('answered_at'),
    withdrawnAt: moment('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('second_looks_one_open').on(table.submissionId, table.checkId).where(sql`${table.answeredAt} is null and ${table.withdrawnAt} is null`),
    index('second_looks_open').on(table.createdAt).where(sql`${table.answeredAt} is null and ${table.withdrawnAt} is null`),
  ],
);
