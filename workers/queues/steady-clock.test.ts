import { afterEach, expect, test } from 'vitest';
import { followClock } from './steady-clock.ts';

const systemNow = Date.now;
afterEach(() => {
  Date.now = systemNow;
});

test('a process whose clock is an hour ahead goes by the shared one, and by its own again once that is mended', async () => {
  let ahead = 3_600_000;
  const own = () => 1_000_000 + ahead;
  expect(await followClock(() => Promise.resolve(1_000_000), own)).toBe(-3_600_000);
  expect(Date.now()).toBe(1_000_000);
  ahead = 0;
  expect(await followClock(() => Promise.resolve(1_000_000), own)).toBe(0);
  expect(Date.now()).toBeGreaterThan(1_700_000_000_000);
});

test('half a second is no difference', async () => {
  expect(await followClock(() => Promise.resolve(1_000_400), () => 1_000_000)).toBe(0);
});
