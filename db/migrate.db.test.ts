import { Client } from 'pg';
import { inject } from 'vitest';
import { expect, test } from 'vitest';
import { migrateDatabase, MigrationError } from './migrate.ts';
import { newId } from './id.ts';

test('several starters at once bring an empty database up to date once', async () => {
  const name = `migrate_${newId().replaceAll('-', '')}`;
  const server = new Client(inject('postgresUrl'));
  await server.connect();
  await server.query(`create database ${name}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  try {
    await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url.href)));
    await migrateDatabase(url.href);
    const client = new Client(url.href);
    await client.connect();
    const { rows } = await client.query(`select count(*)::int as tables from information_schema.tables where table_schema = 'public'`);
    await client.end();
    expect(rows).toEqual([{ tables: 30 }]);
  } finally {
    await server.query(`drop database ${name} with (force)`);
    await server.end();
  }
});

test('a database that cannot be reached is told by the setting to look at', async () => {
  const refused = migrateDatabase('postgres://nobody@127.0.0.1:1/nowhere');
  await expect(refused).rejects.toThrow(MigrationError);
  await expect(refused).rejects.toThrow(/DATABASE_URL/);
});
