import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { grades } from './grades.ts';

/** One row a check of a grade, for questions over whole classes. Points in hundredths; earned null: not gradable. */
export const checkOutcomes = pgTable(
  'check_outcomes',
  {
    gradeId: uuid('grade_id').notNull().references(() => grades.id, { onDelete: 'cascade' }),
    checkId: text('check_id').notNull(),
    outcome: text('outcome', { enum: ['passed', 'partial', 'failed', 'not_gradable'] }).notNull(),
    earned: integer('earned'),
    possible: integer('possible').notNull(),
    /** Why an instructor should look; null where there is no reason. */
    review: text('review'),
  },
  (table) => [primaryKey({ columns: [table.gradeId, table.checkId] }), index('check_outcomes_check').on(table.checkId, table.outcome)],
);
