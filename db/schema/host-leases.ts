import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** Hosts that a run is visiting now. One row a host, so visits never overlap; who dies leaves a row that expires. */
export const hostLeases = pgTable(
  'host_leases',
  {
    /** `address:port`. */
    host: text('host').primaryKey(),
    runId: uuid('run_id').notNull(),
    /** `10.0.7.0/24`, `2001:db8::/64`: batches visit few machines of one network at a time. */
    subnet: text('subnet').notNull(),
    /** A visit of a batch, which is polite, and not of a student's submission. */
    isBatch: boolean('is_batch').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('host_leases_run').on(table.runId)],
);
