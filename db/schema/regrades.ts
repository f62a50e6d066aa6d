import { index, json, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { assignments } from './assignments.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { rubrics } from './rubrics.ts';
import { users } from './users.ts';

/** rescore: from stored evidence, no machine is visited; recollect: the machines are visited again. */
export const regradeKinds = ['rescore', 'recollect'] as const;
export type RegradeKind = (typeof regradeKinds)[number];

/** Which grades of new visits wait until an instructor accepts them: all, those that came out worse, or none. */
export const regradeHolds = ['all', 'worse', 'none'] as const;
export type RegradeHolds = (typeof regradeHolds)[number];

/** Which submissions of an assignment; all conditions that are given must hold. Points in hundredths. */
export interface RegradeFilter {
  students?: string[];
  submissions?: string[];
  check?: string;
  outcome?: 'passed' | 'partial' | 'failed' | 'not_gradable';
  leastEarned?: number;
  mostEarned?: number;
  notGradable?: boolean;
  /** Graded under another rubric than the regrade's. */
  staleRubric?: boolean;
}

/** A regrade of many submissions. Its state follows from the moments below; see `regradeState`. */
export const regrades = pgTable(
  'regrades',
  {
    id: primaryId(),
    assignmentId: uuid('assignment_id').notNull().references(() => assignments.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: regradeKinds }).notNull(),
    rubricId: uuid('rubric_id').notNull().references(() => rubrics.id),
    filter: json('filter').$type<RegradeFilter>().notNull(),
    reason: text('reason').notNull(),
    createdBy: uuid('created_by').notNull().references(() => users.id),
    createdAt: createdAt(),
    /** When the preview was complete. */
    previewedAt: moment('previewed_at'),
    confirmedAt: moment('confirmed_at'),
    /** The rubric that the assignment had when this regrade gave it its own, which undoing brings back; null: it gave none. */
    adoptedInPlaceOf: uuid('adopted_in_place_of').references(() => rubrics.id),
    /** Set at confirmation; see `regradeHolds`. */
    holds: text('holds', { enum: regradeHolds }).notNull().default('all'),
    pausedAt: moment('paused_at'),
    cancelledAt: moment('cancelled_at'),
    finishedAt: moment('finished_at'),
    undoneAt: moment('undone_at'),
  },
  (table) => [index('regrades_assignment').on(table.assignmentId, table.id)],
);
