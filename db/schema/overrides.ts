import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { submissions } from './submissions.ts';
import { users } from './users.ts';

/** Points that an instructor gave to one check in place of the rubric's. They stay on top of every regrade until lifted. */
export const overrides = pgTable(
  'overrides',
  {
    id: primaryId(),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    checkId: text('check_id').notNull(),
    /** In hundredths of a point. */
    earned: integer('earned').notNull(),
    reason: text('reason').notNull(),
    createdBy: uuid('created_by').notNull().references(() => users.id),
    createdAt: createdAt(),
    /** Digest of the check as the rubric had it when the instructor decided (`itemDigest`). */
    checkDigest: text('check_digest').notNull(),
    /** Since when the rubric has another form of the check, and the instructor should look again; null: need not. */
    lookAgainAt: moment('look_again_at'),
    liftedAt: moment('lifted_at'),
  },
  (table) => [
    uniqueIndex('overrides_one_standing').on(table.submissionId, table.checkId).where(sql`${table.liftedAt} is null`),
    index('overrides_look_again').on(table.lookAgainAt).where(sql`${table.lookAgainAt} is not null and ${table.liftedAt} is null`),
  ],
);
