import { pgTable, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, primaryId } from './columns.ts';

/** Rubric documents as written. A row never changes: another text has another version. */
export const rubrics = pgTable(
  'rubrics',
  {
    id: primaryId(),
    /** The document's own id, e.g. `linux-networking`. */
    slug: text('slug').notNull(),
    /** Declared version and content hash: `1.0.0+3f2a…`. */
    version: text('version').notNull(),
    text: text('text').notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique('rubrics_slug_version').on(table.slug, table.version)],
);
