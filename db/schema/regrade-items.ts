import { sql } from 'drizzle-orm';
import { index, integer, json, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { CheckChange } from '#rubric/check-changes.ts';
import { moment, primaryId } from './columns.ts';
import { grades } from './grades.ts';
import type { RunError } from './grading-runs.ts';
import { regrades } from './regrades.ts';
import { submissions } from './submissions.ts';

/**
 * applied: a new version is current; unchanged: the same grade came out; held: an instructor decides;
 * failed: no grade could be made, the old one stands; undone: the version before is current again; kept: changed since,
 * so the undoing left it alone.
 */
export const regradeItemStates = ['pending', 'applied', 'unchanged', 'held', 'failed', 'cancelled', 'undone', 'kept'] as const;
export type RegradeItemState = (typeof regradeItemStates)[number];

/** One submission of a regrade. */
export const regradeItems = pgTable(
  'regrade_items',
  {
    id: primaryId(),
    regradeId: uuid('regrade_id').notNull().references(() => regrades.id, { onDelete: 'cascade' }),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    state: text('state', { enum: regradeItemStates }).notNull().default('pending'),
    /** The version that was current when the preview was made, of a recollect after its visit; null once it no longer exists. */
    baseGradeId: uuid('base_grade_id').references(() => grades.id, { onDelete: 'set null' }),
    /** What the preview or the visit found, in hundredths; null: not previewed, or no grade came out of it. */
    previewEarned: integer('preview_earned'),
    /** Checks whose outcome or points change: what each earned before and would earn. */
    previewChanges: json('preview_changes').$type<CheckChange[]>(),
    /** The version that was current when the new one took its place, which undoing brings back. */
    replacedGradeId: uuid('replaced_grade_id').references(() => grades.id, { onDelete: 'set null' }),
    gradeId: uuid('grade_id').references(() => grades.id, { onDelete: 'set null' }),
    error: json('error').$type<RunError>(),
    /** The next visit, not before. */
    notBefore: moment('not_before'),
    /** Transport faults so far. */
    faults: integer('faults').notNull().default(0),
    endedAt: moment('ended_at'),
  },
  (table) => [
    unique('regrade_items_one').on(table.regradeId, table.submissionId),
    index('regrade_items_next').on(table.regradeId, table.faults, table.id).where(sql`${table.state} = 'pending'`),
    index('regrade_items_pending').on(table.regradeId, table.notBefore).where(sql`${table.state} = 'pending'`),
  ],
);
