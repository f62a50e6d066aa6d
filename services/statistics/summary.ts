import * as statistics from 'simple-statistics';

/** The middle of the values; null for none. */
export function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : statistics.median([...values]);
}

/** Null for none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : statistics.mean([...values]);
}
