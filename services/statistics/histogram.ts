export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** Bins of one width from 0 to `most`; a value on a border is in the bin above, `most` itself in the last. */
export function histogram(values: readonly number[], { most, bins }: { most: number; bins: number }): Bin[] {
  const width = most / bins;
  const made = Array.from({ length: bins }, (_, n): Bin => ({ from: n * width, to: (n + 1) * width, count: 0 }));
  for (const value of values) {
    const bin = made[Math.min(bins - 1, Math.max(0, Math.floor(value / width)))];
    if (bin) bin.count += 1;
  }
  return made;
}

export interface TimeBin {
  from: Date;
  to: Date;
  count: number;
}

const hour = 3_600_000;
const widths = [1, 2, 3, 6, 12, 24, 48, 168].map((hours) => hours * hour);

/** Counts by hour, put together to at most `most` bins of a width that is said easily. Empty bins between others are there. */
export function timeBins(hours: readonly { at: Date; count: number }[], most = 60): TimeBin[] {
  const times = hours.map(({ at }) => at.getTime());
  if (times.length === 0) return [];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const width = widths.find((each) => Math.floor(last / each) - Math.floor(first / each) < most) ?? Math.ceil((last - first + hour) / most);
  const start = Math.floor(first / width) * width;
  const bins = Array.from({ length: Math.floor((last - start) / width) + 1 }, (_, n): TimeBin => ({ from: new Date(start + n * width), to: new Date(start + (n + 1) * width), count: 0 }));
  for (const { at, count } of hours) {
    const bin = bins[Math.floor((at.getTime() - start) / width)];
    if (bin) bin.count += count;
  }
  return bins;
}
