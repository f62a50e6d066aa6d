import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { rubrics } from './rubrics.ts';

/** When students see single checks and not only totals. `after-deadline`: of their own deadline, with lateness over. */
export const checkVisibilities = ['always', 'after-deadline', 'never'] as const;
export type CheckVisibility = (typeof checkVisibilities)[number];

/** Which of a student's submissions counts: the last one that could be graded, or the one with most points. */
export const gradePolicies = ['latest', 'best'] as const;
export type GradePolicy = (typeof gradePolicies)[number];

export const assignments = pgTable(
  'assignments',
  {
    id: primaryId(),
    courseId: uuid('course_id').notNull().references(() => courses.id, { onDelete: 'cascade' }),
    rubricId: uuid('rubric_id').notNull().references(() => rubrics.id),
    title: text('title').notNull(),
    /** Null: no deadline. What counts is when the submission came in, not when it was graded. */
    dueAt: moment('due_at'),
    /** Who handed in on time and could not be graded may hand in again for so long after being told. */
    graceMinutes: integer('grace_minutes').notNull().default(60),
    policy: text('policy', { enum: gradePolicies }).notNull().default('latest'),
    /** Markdown: what to do, in the instructor's words. */
    instructions: text('instructions').notNull().default(''),
    /** How many submissions a student may have graded; null: any number. What could not be graded wholly uses up none. */
    attempts: integer('attempts'),
    /** Between one submission and the next one of a student. */
    coolDownMinutes: integer('cool_down_minutes').notNull().default(0),
    /** For so long after the deadline submissions are taken, with the penalty below. */
    lateMinutes: integer('late_minutes').notNull().default(0),
    /** Of the earned points, for each day begun after the deadline. */
    latePercentPerDay: integer('late_percent_per_day').notNull().default(0),
    checksVisible: text('checks_visible', { enum: checkVisibilities }).notNull().default('always'),
    createdAt: createdAt(),
  },
  (table) => [index('assignments_course').on(table.courseId)],
);
