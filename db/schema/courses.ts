import { pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';

export const courses = pgTable('courses', {
  id: primaryId(),
  name: text('name').notNull(),
  /** After this the grader's key on the students' machines expires. */
  endsAt: moment('ends_at').notNull(),
  createdAt: createdAt(),
});
