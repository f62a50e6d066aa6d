import { timestamp, uuid } from 'drizzle-orm/pg-core';
import { newId } from '../id.ts';

/** Primary key: UUID version 7, made in code, since Postgres makes them from version 18 only. */
export const primaryId = () => uuid('id').primaryKey().$defaultFn(newId);

/** `timestamptz` as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** When the row came to be, by the database's clock. */
export const createdAt = () => moment('created_at').notNull().defaultNow();
