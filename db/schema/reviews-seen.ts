import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';
import { submissions } from './submissions.ts';
import { users } from './users.ts';

/** An instructor has looked at what a check of a submission was marked for; another mark comes before them again. */
export const reviewsSeen = pgTable(
  'reviews_seen',
  {
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    /** Empty: that the submission could not be graded. */
    checkId: text('check_id').notNull(),
    /** SHA-256, hex, of the words that were seen. */
    reviewHash: text('review_hash').notNull(),
    seenBy: uuid('seen_by').notNull().references(() => users.id),
    createdAt: createdAt(),
    note: text('note'),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.checkId, table.reviewHash] })],
);
