import { type Database, openDatabase } from '#db/database.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { databaseUrl } from './settings.ts';

/** Runs an administrative command on the migrated database, and closes it. */
export async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  const url = databaseUrl();
  await migrateDatabase(url);
  const database = openDatabase(url, { connections: 1 });
  try {
    return await use(database.db);
  } finally {
    await database.close();
  }
}
