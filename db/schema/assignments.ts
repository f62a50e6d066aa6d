import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { rubrics } from './rubrics.ts';

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
    createdAt: createdAt(),
  },
  (table) => [index('assignments_course').on(table.courseId)],
);
