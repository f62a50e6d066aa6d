import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { users } from './users.ts';

/** Sessions of browsers. The cookie holds the secret; only its SHA-256 is kept. */
export const sessions = pgTable(
  'sessions',
  {
    id: primaryId(),
    hash: bytea('hash').notNull().unique(),
    userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** Set: the session opens this course only, and gives no staff rights. */
    courseId: uuid('course_id').references(() => courses.id, { onDelete: 'cascade' }),
    /** How the person was known: `link` for a sign-in link. */
    method: text('method').notNull(),
    createdAt: createdAt(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [index('sessions_user').on(table.userId)],
);
