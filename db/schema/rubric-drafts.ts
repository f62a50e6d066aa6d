import { index, integer, json, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { CheckChange } from '#rubric/check-changes.ts';
import { assignments } from './assignments.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { rubrics } from './rubrics.ts';
import { users } from './users.ts';

/** What a draft would change for one submission, in hundredths; null: no grade came out of it. */
export interface DraftImpact {
  submissionId: string;
  before: number | null;
  after: number | null;
  changes: CheckChange[];
  /** Where no grade came out of it: why, in a sentence. */
  why?: string;
}

/** A rubric text that was uploaded for an assignment and is no version yet, with what it would do to the class. */
export const rubricDrafts = pgTable(
  'rubric_drafts',
  {
    id: primaryId(),
    assignmentId: uuid('assignment_id').notNull().references(() => assignments.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    createdBy: uuid('created_by').notNull().references(() => users.id),
    createdAt: createdAt(),
    /** Submissions to score, and those scored so far; 0 of 0 before a worker has begun. */
    total: integer('total').notNull().default(0),
    done: integer('done').notNull().default(0),
    impact: json('impact').$type<DraftImpact[]>(),
    finishedAt: moment('finished_at'),
    /** Why no impact could be told. */
    error: text('error'),
    /** The version that came of it. */
    publishedAs: uuid('published_as').references(() => rubrics.id),
  },
  (table) => [index('rubric_drafts_assignment').on(table.assignmentId, table.id)],
);
