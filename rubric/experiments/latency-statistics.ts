import type { LatencyRun, Measurement } from '../probes/latency-script.ts';
import { type LatencySet, latencySamples } from './latency-samples.ts';
import { type ReportedNumber, reportedNumbers } from './reported-numbers.ts';

export const latencyStatistics = ['min', 'median', 'p95', 'p99', 'max', 'mean', 'loss'] as const;
export type LatencyStatistic = (typeof latencyStatistics)[number];

/** Values that a statistic may have, in milliseconds or per cent: whatever lies between two bounds. */
export type Expected = Record<LatencyStatistic, readonly [low: number, high: number]>;

// Nothing measures more in the time that it has; a forged list must not cost us any.
const maxSamples = 20_000;

/** Which statistics of the measured samples the output states. */
export function statedStatistics(run: LatencyRun, set: LatencySet): Set<LatencyStatistic> {
  // A try with a packet or two is none of the measurements.
  const expected = measuredSets(run.asked, set).map((samples) => ({ samples: samples.length, values: expectedOf(samples) }));
  const numbers = reportedNumbers(run.output);
  // Who prints the samples prints every percentile, too: then only what is called by its name counts.
  const dump = numbers.filter(({ labels, tool }) => labels.size === 0 && !tool).length > 60;
  return new Set(
    latencyStatistics.filter((statistic) => {
      const isRank = statistic === 'median' || statistic === 'p95' || statistic === 'p99';
      const sets = expected.filter(({ samples }) => samples >= (isRank ? 10 : 5));
      const matching = numbers.filter((number) => sets.some(({ values }) => matches(number, statistic, values[statistic])));
      return matching.some(({ labels, tool }) =>
        tool ? !isRank && labels.has(statistic) : labels.has(statistic) || (labels.size === 0 && !dump),
      );
    }),
  );
}

/** Every set that a script may have made its figures of: each measurement, and all of a kind together. */
function measuredSets(asked: readonly Measurement[], set: LatencySet): (number | null)[][] {
  const kept: Measurement[] = [];
  let total = 0;
  for (const measurement of asked) {
    total += measurement.count;
    if (total <= maxSamples) kept.push(measurement);
  }
  const alone = new Map(kept.map(({ count, from }) => [`${count} ${from}`, latencySamples(set, count, from)]));
  const pings = kept.filter(({ tool }) => tool !== 'mtr').map(({ count, from }) => latencySamples(set, count, from));
  const singles = pings.filter(({ length }) => length < 5);
  const together = [pings, singles].filter(({ length }) => length > 1).map((group) => group.flat());
  return [...alone.values(), ...together].filter((samples) => samples.some((sample) => sample !== null));
}

/**
 * The bounds of each statistic over all usual definitions: a percentile by nearest rank, by truncation or by linear
 * interpolation (Hyndman and Fan's nine, and the exercise's own `values[int(count*0.95)]`) lies between these ranks.
 */
export function expectedOf(samples: readonly (number | null)[]): Expected {
  const sorted = samples.filter((sample) => sample !== null).map((sample) => sample / 1000).toSorted((a, b) => a - b);
  const count = sorted.length;
  const ranked = (rank: number) => sorted[Math.min(Math.max(rank, 1), count) - 1] ?? Number.NaN;
  const percentile = (share: number) => [ranked(Math.floor(count * share)), ranked(Math.ceil(count * share) + 1)] as const;
  const mean = sorted.reduce((sum, sample) => sum + sample, 0) / count;
  const loss = ((samples.length - count) * 100) / samples.length;
  return {
    min: [ranked(1), ranked(1)],
    median: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    max: [ranked(count), ranked(count)],
    mean: [mean, mean],
    loss: [loss, loss],
  };
}

/** Rounded or cut off after any number of digits. */
function matches({ value, decimals, isPercentage, labels }: ReportedNumber, statistic: LatencyStatistic, [low, high]: readonly [number, number]): boolean {
  // A bare 0 or 8 may be anything.
  if (statistic === 'loss' && !isPercentage && !labels.has('loss')) return false;
  if (statistic !== 'loss' && isPercentage) return false;
  const tolerance = Math.max(10 ** -decimals, 0.0015) - 1e-9;
  return value > low - tolerance && value < high + tolerance;
}
