import { pgTable, text } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { createdAt } from './columns.ts';

/** Evidence bundles, content-addressed: the same bundle is stored once and never changes. */
export const evidence = pgTable('evidence', {
  /** SHA-256, hex, of the canonical JSON (`serializeBundle`). */
  id: text('id').primaryKey(),
  /** That JSON, gzip. */
  content: bytea('content').notNull(),
  createdAt: createdAt(),
});
