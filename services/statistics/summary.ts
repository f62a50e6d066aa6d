import * as statistics from 'simple-statistics';

/** The middle of the values; null for none. */
export function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : statistics.median([...values]);
}

/** Null for none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : statistics.mean([...values]);
}

export interface Spread {
  count: number;
  mean: number;
  /** Of a sample; 0 for one value. */
  deviation: number;
  least: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  most: number;
}

/** Where values lie and how far apart; quartiles by interpolation, as R and NumPy have them. Null for none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const all = values.toSorted((a, b) => a - b);
  return {
    count: all.length,
    mean: statistics.mean(all),
    deviation: all.length > 1 ? statistics.sampleStandardDeviation(all) : 0,
    least: statistics.min(all),
    lowerQuartile: statistics.quantileSorted(all, 0.25),
    median: statistics.median(all),
    upperQuartile: statistics.quantileSorted(all, 0.75),
    most: statistics.max(all),
  };
}
