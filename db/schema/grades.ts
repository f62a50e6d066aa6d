import { sql } from 'drizzle-orm';
import { boolean, index, integer, json, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Grade } from '#rubric/grade.ts';
import { createdAt, primaryId } from './columns.ts';
import { gradingRuns } from './grading-runs.ts';
import { rubrics } from './rubrics.ts';
import { submissions } from './submissions.ts';

/** Grades, one of each submission's current. Points in hundredths. */
export const grades = pgTable(
  'grades',
  {
    id: primaryId(),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    runId: uuid('run_id').notNull().references(() => gradingRuns.id, { onDelete: 'cascade' }),
    rubricId: uuid('rubric_id').notNull().references(() => rubrics.id),
    status: text('status', { enum: ['final', 'provisional', 'not_gradable'] }).notNull(),
    earned: integer('earned').notNull(),
    judged: integer('judged').notNull(),
    possible: integer('possible').notNull(),
    // json, not jsonb: a host may have put NUL into what is quoted, which jsonb refuses.
    document: json('document').$type<Grade>().notNull(),
    isCurrent: boolean('is_current').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('grades_one_current').on(table.submissionId).where(sql`${table.isCurrent}`),
    index('grades_run').on(table.runId),
  ],
);
