import { integer, json, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { moment, primaryId } from './columns.ts';
import { evidence } from './evidence.ts';
import { submissions } from './submissions.ts';

/** Why a run ended without a grade. */
export interface RunError {
  code: string;
  message: string;
}

/** One try at grading a submission. Its number is its fencing token: an older run can no longer store anything. */
export const gradingRuns = pgTable(
  'grading_runs',
  {
    id: primaryId(),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    /** Set where a regrade visits again. No foreign key: regrade items know grades, which know runs. */
    regradeItemId: uuid('regrade_item_id'),
    startedAt: moment('started_at').notNull().defaultNow(),
    finishedAt: moment('finished_at'),
    error: json('error').$type<RunError>(),
    evidenceId: text('evidence_id').references(() => evidence.id),
  },
  (table) => [unique('grading_runs_number').on(table.submissionId, table.number)],
);
