import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

test('a test database is migrated, and its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.url, 'create table mine ()');
  expect(await query(one.url, `select to_regclass('submissions') is not null as migrated`)).toEqual([{ migrated: true }]);
  expect(await query(other.url, `select to_regclass('mine') is null as apart`)).toEqual([{ apart: true }]);
  await Promise.all([one.drop(), other.drop()]);
  await expect(query(one.url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client(url);
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
