import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { rubrics } from './rubrics.ts';

export const assignments = pgTable(
  'assignments',
  {
    id: primaryId(),
    courseId: uuid('course_id').notNull().references(() => courses.id, { onDelete: 'cascade' }),
    rubricId: uuid('rubric_id').notNull().references(() => rubrics.id),
    title: text('title').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('assignments_course').on(table.courseId)],
);
