import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '#db/database.ts';
import { newId } from '#db/id.ts';
import { acquireLease } from '#db/queries/host-leases.ts';
import { useDatabase } from '#db/testing/database.ts';
import { holdLease } from './hold-lease.ts';

const database = useDatabase();

async function lease(host: string, seconds: number): Promise<string> {
  const runId = newId();
  expect(await acquireLease(database.db, { host, runId, subnet: '10.0.0.0/24', isBatch: false, seconds })).toEqual({ granted: true });
  return runId;
}

async function leaseOf(host: string): Promise<{ run: string; inForce: boolean; expires: number } | undefined> {
  const { rows } = await database.db.execute<{ run: string; inForce: boolean; expires: number }>(sql`
    select run_id as run, expires_at > clock_timestamp() as "inForce", extract(epoch from expires_at)::float8 as expires
    from host_leases where host = ${host}`);
  return rows[0];
}

const aborted = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

test('a visit may last longer than a term: its lease is renewed for as long as it is held', async () => {
  const runId = await lease('10.0.0.1:22', 1);
  const first = await leaseOf('10.0.0.1:22');
  const held = holdLease(database.db, runId, { seconds: 1 });
  await expect.poll(async () => (await leaseOf('10.0.0.1:22'))?.expires, { timeout: 20_000 }).toBeGreaterThan((first?.expires ?? Infinity) + 1.5);
  expect(held.lost).toBe(false);
  held.release();
});

test('a worker whose database is away leaves the host before another may come', async () => {
  const runId = await lease('10.0.0.2:22', 6);
  const away = openDatabase(database.url);
  await away.close();
  const held = holdLease(away.db, runId, { seconds: 6 });
  await aborted(held.signal);
  expect(held.lost).toBe(true);
  expect(await leaseOf('10.0.0.2:22')).toMatchObject({ run: runId, inForce: true });
  held.release();
}, 20_000);

test('a worker that slept while its host became another’s leaves it at the first chance', async () => {
  const runId = await lease('10.0.0.3:22', 60);
  await database.db.execute(sql`update host_leases set expires_at = clock_timestamp() where host = '10.0.0.3:22'`);
  const next = await lease('10.0.0.3:22', 60);
  const held = holdLease(database.db, runId, { seconds: 3 });
  await aborted(held.signal);
  expect(await leaseOf('10.0.0.3:22')).toMatchObject({ run: next, inForce: true });
  held.release();
});

test('whoever calls the visit off does not lose the lease by it', async () => {
  const runId = await lease('10.0.0.4:22', 60);
  const outer = new AbortController();
  const held = holdLease(database.db, runId, { outer: outer.signal, seconds: 60 });
  outer.abort();
  expect({ left: held.signal.aborted, lost: held.lost }).toEqual({ left: true, lost: false });
  held.release();
});
