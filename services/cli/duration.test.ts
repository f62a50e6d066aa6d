import { expect, test } from 'vitest';
import { readDuration } from './duration.ts';
import { UsageError } from './usage-error.ts';

test.each([
  ['1s', 1000],
  ['30s', 30_000],
  ['5m', 300_000],
  ['24h', 86_400_000],
])('%s is %i milliseconds', (text, milliseconds) => {
  expect(readDuration(text, '--until-idle')).toBe(milliseconds);
});

test.each(['', '30', '0s', '-5s', '1.5m', '25h', '5 m', '5min', 's'])('“%s” is refused, naming the option', (text) => {
  expect(() => readDuration(text, '--until-idle')).toThrow(UsageError);
  expect(() => readDuration(text, '--until-idle')).toThrow('--until-idle');
});
