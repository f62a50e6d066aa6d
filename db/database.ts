import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { SturdyPool } from './outage.ts';
import * as schema from './schema/index.ts';

/** The database or a transaction of it: what every query function takes first. */
export type Database = PgDatabase<NodePgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  db: Database;
  close(): Promise<void>;
}

/**
 * A pool of connections; the first one is made by the first query.
 * @param options.connections at most so many at once. 10 serves an API process; Postgres allows 100 in all by default.
 * @param options.onError told of idle connections that broke; the pool makes new ones by itself.
 */
export function openDatabase(url: string, options: { connections?: number; onError?: (error: Error) => void } = {}): OpenDatabase {
  const pool = new SturdyPool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'netgrader',
  });
  pool.on('error', (error) => options.onError?.(error));
  let closing: Promise<void> | undefined;
  return {
    db: drizzle(pool, { schema }),
    close: () => (closing ??= pool.end()),
  };
}
