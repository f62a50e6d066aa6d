import { Client } from 'pg';
import { migrateDatabase } from '#db/migrate.ts';

const TEMPLATE = 'netgrader_template';

/** Makes a migrated database for tests to clone; returns its name. */
export async function makeTemplate(serverUrl: string): Promise<string> {
  const client = new Client(serverUrl);
  try {
    await client.connect();
    await client.query(`create database ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${TEMPLATE}`;
  await migrateDatabase(url.href);
  return TEMPLATE;
}
