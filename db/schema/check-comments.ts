import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { submissions } from './submissions.ts';
import { users } from './users.ts';

/** What an instructor says to a student about one check. Points are an override's business. */
export const checkComments = pgTable(
  'check_comments',
  {
    id: primaryId(),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    checkId: text('check_id').notNull(),
    text: text('text').notNull(),
    createdBy: uuid('created_by').notNull().references(() => users.id),
    createdAt: createdAt(),
    removedAt: moment('removed_at'),
  },
  (table) => [index('check_comments_submission').on(table.submissionId, table.checkId)],
);
