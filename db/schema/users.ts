import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, primaryId } from './columns.ts';

export const users = pgTable('users', {
  id: primaryId(),
  name: text('name').notNull(),
  email: text('email'),
  /** The LMS's own id of the person, kept so that rosters can be imported again. */
  externalId: text('external_id').unique(),
  /** Staff run the installation: they make courses and see all of them. */
  isStaff: boolean('is_staff').notNull().default(false),
  createdAt: createdAt(),
});
