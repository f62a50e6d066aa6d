import { expect, test } from 'vitest';
import { latencySamples, latencySets } from './latency-samples.ts';
import { expectedOf, statedStatistics } from './latency-statistics.ts';

const [set] = latencySets;
if (!set) throw new Error('there is a set');
const expected = expectedOf(latencySamples(set, 100));
const figure = (statistic: keyof typeof expected, digits = 1) => expected[statistic][0].toFixed(digits);
const stated = (output: string) => [...statedStatistics({ exit: 0, output, asked: [{ tool: 'ping', count: 100, from: 0 }] }, set)].join(' ');

test('figures count with labels in any language, with none, and rounded', () => {
  expect(stated(`Kleinster: ${figure('min').replace('.', ',')}\nZentralwert ${figure('median')}\n95. Perzentil: ${figure('p95', 0)} ms`)).toBe('min median p95');
  expect(stated([figure('min'), figure('p99'), figure('max'), figure('mean', 3)].join('  '))).toBe('min p99 max mean');
  expect(stated(`Verlust: ${figure('loss', 2)} %`)).toBe('loss');
});

test('a figure under another name does not count, nor does a bare number as loss', () => {
  expect(stated(`P95: ${figure('median')}\nMax: ${figure('min')}`)).toBe('');
  expect(stated('9')).not.toContain('loss');
});

test('ping’s own lines state minimum, mean, maximum and loss, and no percentile', () => {
  const samples = latencySamples(set, 100).map((sample, index) => `64 bytes from x: icmp_seq=${index} ttl=57 time=${(sample ?? 0) / 1000} ms`);
  const summary = `rtt min/avg/max/mdev = ${figure('min', 3)}/${figure('mean', 3)}/${figure('max', 3)}/1.000 ms`;
  expect(stated([...samples, '100 packets transmitted, 91 received, 9% packet loss, time 99ms', summary].join('\n'))).toBe('min max mean loss');
});

test('output of a megabyte is read in no time worth mentioning', () => {
  expect(stated('9'.repeat(500_000))).toBe('');
  expect(stated('99 % 95 % 50 % min max avg loss '.repeat(30_000))).toBe('');
});
