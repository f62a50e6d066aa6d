import { sql } from 'drizzle-orm';
import { boolean, index, integer, json, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { CriterionPoints, Grade } from '#rubric/grade.ts';
import { createdAt, primaryId } from './columns.ts';
import { gradingRuns } from './grading-runs.ts';
import { regrades } from './regrades.ts';
import { rubrics } from './rubrics.ts';
import { submissions } from './submissions.ts';

/** visit: of the submission itself; the others name what made the version. */
export const gradeSources = ['visit', 'rescore', 'recollect', 'override', 'lift'] as const;
export type GradeSource = (typeof gradeSources)[number];

/** Versions of a submission's grade, one of them current. A row never changes but in `isCurrent`. Points in hundredths. */
export const grades = pgTable(
  'grades',
  {
    id: primaryId(),
    submissionId: uuid('submission_id').notNull().references(() => submissions.id, { onDelete: 'cascade' }),
    /** 1 for the first of the submission. */
    version: integer('version').notNull(),
    source: text('source', { enum: gradeSources }).notNull(),
    regradeId: uuid('regrade_id').references(() => regrades.id, { onDelete: 'set null' }),
    /** The run whose evidence was judged. */
    runId: uuid('run_id').notNull().references(() => gradingRuns.id, { onDelete: 'cascade' }),
    rubricId: uuid('rubric_id').notNull().references(() => rubrics.id),
    status: text('status', { enum: ['final', 'provisional', 'not_gradable'] }).notNull(),
    earned: integer('earned').notNull(),
    judged: integer('judged').notNull(),
    possible: integer('possible').notNull(),
    // json, not jsonb: a host may have put NUL into what is quoted, which jsonb refuses.
    document: json('document').$type<Grade>().notNull(),
    /** As the rubric alone gave it, where an instructor's override changed the document; null where nothing did. */
    scored: json('scored').$type<Grade>(),
    /** Points by criterion, for questions over whole classes; empty where the grade could not be formed. */
    criteria: json('criteria').$type<CriterionPoints[]>().notNull().default([]),
    isCurrent: boolean('is_current').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('grades_one_current').on(table.submissionId).where(sql`${table.isCurrent}`),
    unique('grades_version').on(table.submissionId, table.version),
    index('grades_run').on(table.runId),
  ],
);
