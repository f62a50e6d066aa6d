import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { freeLoopbackPort } from './embedded/free-port.ts';
import { openDatabase } from './database.ts';
import { isOutage, SturdyPool } from './outage.ts';
import { useDatabase } from './testing/database.ts';

const database = useDatabase();
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

function poolOfOne(): SturdyPool {
  const pool = new SturdyPool({ connectionString: database.url, max: 1 });
  pool.on('error', () => {});
  opened.push(() => pool.end());
  return pool;
}

test('a connection that breaks while somebody has it ends nothing, and its place in the pool is free at once', async () => {
  const pool = poolOfOne();
  const held = await pool.connect();
  const { rows } = await held.query<{ pid: number }>('select pg_backend_pid() as pid');
  const broke = new Promise((resolve) => held.once('error', resolve));
  await database.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
  await broke;
  // The holder does not know yet and has not given it back.
  const next = await pool.connect();
  expect((await next.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  held.release();
  next.release();
  expect(pool.totalCount).toBe(1);
});

test('the server rolls back the transaction of a client that says nothing any more', async () => {
  const client = await poolOfOne().connect();
  const { rows } = await client.query<{ timeout: string }>(`select current_setting('idle_in_transaction_session_timeout') as timeout`);
  client.release();
  expect(rows).toEqual([{ timeout: '1min' }]);
});

test('a server that is away is an outage, and so is one that goes away; a mistake of ours is none', async () => {
  const nobody = openDatabase(`postgres://nobody@127.0.0.1:${await freeLoopbackPort()}/nothing`);
  opened.push(() => nobody.close());
  const away = await Promise.all([
    nobody.db.execute(sql`select 1`).catch((error: unknown) => error),
    nobody.db.transaction((tx) => tx.execute(sql`select 1`)).catch((error: unknown) => error),
    database.db.transaction((tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)).catch((error: unknown) => error),
  ]);
  expect(away.map(isOutage)).toEqual([true, true, true]);
  const ours = await Promise.all([
    database.db.execute(sql`select 1 from nowhere`).catch((error: unknown) => error),
    database.db.execute(sql`select ${'a\0b'}::text`).catch((error: unknown) => error),
    Promise.resolve(new TypeError('undefined is not a function')),
  ]);
  expect(ours.map(isOutage)).toEqual([false, false, false]);
});
