import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';

/** 0x6e657467 is “netg”: whoever holds this advisory lock migrates. */
const migrationLock = 0x6e657467;

export class MigrationError extends Error {
  readonly code = 'migration-failed';
}

/** Brings a database up to the newest schema. Several may start at once: one migrates, the others wait. Throws MigrationError. */
export async function migrateDatabase(url: string): Promise<void> {
  // A connection of its own: the lock belongs to the session, and a pool could change it under us.
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'netgrader migrate' });
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder: path.join(import.meta.dirname, 'migrations') });
  } catch (cause) {
    throw new MigrationError(
      'The database could not be brought up to date. Check that DATABASE_URL names a Postgres 15 or newer that can be reached, and that its user owns the database.',
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
