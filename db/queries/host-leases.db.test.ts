import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { newId } from '../id.ts';
import { useDatabase } from '../testing/database.ts';
import { acquireLease, releaseLease, renewLease } from './host-leases.ts';

const database = useDatabase();
const request = (host: string, runId = newId()) => ({ host, runId, subnet: '10.0.0.0/24', isBatch: false });

const expire = (host: string) =>
  database.db.execute(sql`update host_leases set expires_at = clock_timestamp() - interval '1 second' where host = ${host}`);

test('of many runs that want a host at once, one gets it and the others are told when to come back', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => acquireLease(database.db, request('10.0.0.1:22'))));
  expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
  const waits = answers.flatMap((answer) => (answer.granted ? [] : [answer.retryAfterMs]));
  expect(waits.every((wait) => wait >= 100 && wait <= 5000)).toBe(true);
});

test('a host is free again as soon as its run lets it go', async () => {
  const first = request('10.0.0.2:22');
  await acquireLease(database.db, first);
  await releaseLease(database.db, first.runId);
  expect(await acquireLease(database.db, request('10.0.0.2:22'))).toEqual({ granted: true });
});

test('a lease that expired is another’s to take, and its old holder learns of it', async () => {
  const dead = request('10.0.0.3:22');
  await acquireLease(database.db, dead);
  expect(await renewLease(database.db, dead.runId)).toBe(true);
  await expire('10.0.0.3:22');
  expect(await renewLease(database.db, dead.runId)).toBe(false);
  const next = request('10.0.0.3:22');
  expect(await acquireLease(database.db, next)).toEqual({ granted: true });
  await releaseLease(database.db, dead.runId);
  expect(await renewLease(database.db, next.runId)).toBe(true);
});
