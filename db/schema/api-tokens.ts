import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { users } from './users.ts';

/** Bearer tokens. Of the token itself only its SHA-256 is kept; it has 256 random bits, so no salt is needed. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: primaryId(),
    hash: bytea('hash').notNull().unique(),
    name: text('name').notNull(),
    userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** Set: the token opens this course only, and gives no staff rights. */
    courseId: uuid('course_id').references(() => courses.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('api_tokens_user').on(table.userId)],
);
