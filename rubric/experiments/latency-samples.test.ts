import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { latencySamples, latencySets, latencyStandIn } from './latency-samples.ts';
import { expectedOf } from './latency-statistics.ts';
import { monitoredWorld, worldStandIn } from './monitored-world.ts';

const counts = [5, 8, 10, 20, 25, 30, 50, 60, 100, 120, 200, 250, 300, 500, 1000];

describe.each(latencySets)('the $name set of samples', (set) => {
  test.each(counts)('has its statistics far apart for %i packets', (count) => {
    const { min, p99, max, mean, loss } = expectedOf(latencySamples(set, count));
    expect(min[0] + 2).toBeLessThan(max[0]);
    expect(mean[0] + 10).toBeLessThan(max[0]);
    expect(loss[0]).toBeGreaterThanOrEqual(count < 9 ? 0 : 4);
    expect(p99[1]).toBeLessThanOrEqual(max[1]);
  });

  // With fewer, neighbouring ranks are far from each other.
  test.each(counts.filter((count) => count >= 50))('has its percentiles far from each other for %i packets', (count) => {
    const { min, median, p95, p99, mean } = expectedOf(latencySamples(set, count));
    expect(min[0] + 2).toBeLessThan(median[0]);
    expect(median[1] + 2).toBeLessThan(mean[0]);
    expect(mean[0] + 20).toBeLessThan(p95[0]);
    expect(p95[0] + 10).toBeLessThan(p99[1]);
  });

  test('is what the stand-in for ping prints', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'ng-ping-')), 'ping');
    writeFileSync(file, latencyStandIn(set), { mode: 0o755 });
    const printed = execFileSync('perl', [file, '-c', '300', '127.0.0.1'], { encoding: 'utf8' });
    const times = new Map([...printed.matchAll(/icmp_seq=(\d+) ttl=57 time=([\d.]+) ms/g)].map(([, number, time]) => [Number(number), Number(time)]));
    const samples = latencySamples(set, 300);
    expect(samples.map((_, index) => times.get(index + 1) ?? null)).toEqual(samples.map((sample) => (sample === null ? null : sample / 1000)));
  });
});

test('no statistic of one set is that of the other', () => {
  for (const count of counts) {
    const [first, second] = latencySets.map((set) => expectedOf(latencySamples(set, count)));
    if (!first || !second) throw new Error('there are two sets');
    // Of ten packets or fewer, one is lost in either.
    const apart = (['min', 'mean', 'max', 'loss'] as const).filter((statistic) => statistic !== 'loss' || count >= 20);
    for (const statistic of apart) expect(Math.abs(first[statistic][0] - second[statistic][0])).toBeGreaterThan(0.5);
  }
});

test('programs that stand between single quotes hold none', () => {
  for (const program of [...latencySets.map(latencyStandIn), monitoredWorld, worldStandIn]) expect(program).not.toContain("'");
});
