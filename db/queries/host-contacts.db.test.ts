import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../database.ts';
import { useDatabase } from '../testing/database.ts';
import { imposeSilence, reserveContact } from './host-contacts.ts';

const database = useDatabase();
let other: OpenDatabase;
beforeAll(() => void (other = openDatabase(database.url)));
afterAll(() => other.close());

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1000);

test('of 50 reservations at once, from two pools, exactly 4 are granted', async () => {
  const asked = Array.from({ length: 50 }, (_, index) =>
    reserveContact(index % 2 === 0 ? database.db : other.db, { host: '10.0.0.2:22' }),
  );
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer.granted)).toHaveLength(4);
  const waits = answers.flatMap((answer) => (answer.granted ? [] : [answer.retryAfterMs]));
  expect(Math.min(...waits)).toBeGreaterThan(0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
});

test('no window of 30 s ever holds more than 4, and the wait told is exact', async () => {
  const host = '10.0.0.3:22';
  const ask = (seconds: number) => reserveContact(database.db, { host, now: at(seconds) });
  for (const second of [0, 1, 2, 20]) expect(await ask(second)).toEqual({ granted: true });
  expect(await ask(21)).toEqual({ granted: false, retryAfterMs: 9000 });
  expect(await ask(29.999)).toEqual({ granted: false, retryAfterMs: 1 });
  expect(await ask(30)).toEqual({ granted: true });
  expect(await ask(30)).toEqual({ granted: false, retryAfterMs: 1000 });
  expect(await ask(31)).toEqual({ granted: true });
  expect(await ask(32)).toEqual({ granted: true });
  expect(await ask(33)).toEqual({ granted: false, retryAfterMs: 17_000 });
});

test('hosts and ports are counted apart', async () => {
  for (const _ of [1, 2, 3, 4]) await reserveContact(database.db, { host: '10.0.0.4:22' });
  expect(await reserveContact(database.db, { host: '10.0.0.4:2222' })).toEqual({ granted: true });
});

test('a silence holds off everybody until it is over, and a shorter one does not end it', async () => {
  const host = '10.0.0.5:22';
  await imposeSilence(database.db, host, 31, at(0));
  await imposeSilence(database.db, host, 5, at(1));
  expect(await reserveContact(database.db, { host, now: at(30) })).toEqual({ granted: false, retryAfterMs: 1000 });
  expect(await reserveContact(database.db, { host, now: at(31) })).toEqual({ granted: true });
});
