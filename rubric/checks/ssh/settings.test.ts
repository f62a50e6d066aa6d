import { expect, test } from 'vitest';
import { seconds } from './settings.ts';

test('times as sshd_config(5) writes them, in seconds', () => {
  expect(['90', '15m', '1h30m', '1h30', '2W'].map(seconds)).toEqual([90, 900, 5400, 3630, 1_209_600]);
  expect(['', 'no', '5x', '-1', `${'1'.repeat(50_000)}!`].map(seconds)).toEqual(Array.from({ length: 5 }, () => Number.NaN));
});
