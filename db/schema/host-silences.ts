import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** Hosts that dropped us: nobody connects before `until`, since knocking renews the lock. */
export const hostSilences = pgTable('host_silences', {
  /** `address:port`. */
  host: text('host').primaryKey(),
  until: moment('until').notNull(),
});
