import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, primaryId } from './columns.ts';

/** Connections that workers were allowed to make, kept for the window of the connection budget only. */
export const hostContacts = pgTable(
  'host_contacts',
  {
    id: primaryId(),
    /** `address:port`. */
    host: text('host').notNull(),
    contactedAt: moment('contacted_at').notNull(),
  },
  (table) => [index('host_contacts_host').on(table.host, table.contactedAt)],
);
