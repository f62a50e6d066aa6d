import { UsageError } from './usage-error.ts';

const units = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** `30s`, `5m` or `1h` in milliseconds, a day at most. Throws UsageError naming what it was for. */
export function readDuration(text: string, what: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const milliseconds = Number(number) * (units[unit as keyof typeof units] ?? 0);
  if (milliseconds >= 1000 && milliseconds <= 24 * units.h) return milliseconds;
  throw new UsageError(`“${text}” (${what}) is no time from 1s to 24h. Write a whole number and s, m or h, such as 30s or 5m.`);
}
