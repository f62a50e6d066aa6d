import { index, pgTable, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { users } from './users.ts';

/** Links that begin one browser session each. Only the SHA-256 of the secret in them is kept. */
export const signInLinks = pgTable(
  'sign_in_links',
  {
    id: primaryId(),
    hash: bytea('hash').notNull().unique(),
    userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** Set: the session opens this course only, and gives no staff rights. */
    courseId: uuid('course_id').references(() => courses.id, { onDelete: 'cascade' }),
    /** The instructor; null: the command line. */
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('sign_in_links_user').on(table.userId), index('sign_in_links_course').on(table.courseId)],
);
