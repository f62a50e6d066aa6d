import { expect, test } from 'vitest';
import type { MonitoredTarget, MonitorRun } from '../probes/monitor-script.ts';
import { countingFigure, timedLine } from './monitor-lines.ts';
import { serviceReports } from './monitored-services.ts';

const api: MonitoredTarget = { kind: 'tcp', host: '10.0.0.1', port: 8080 };
const redis: MonitoredTarget = { kind: 'tcp', host: '10.0.0.2', port: 6379 };
const hosts = new Map([['api.internal', ['10.0.0.1']], ['redis.internal', ['10.0.0.2']]]);
// 2026-01-02 03:04:05 UTC, on a machine one hour ahead.
const clock = { start: 1_767_323_045, end: 1_767_323_046, offset: 60 };
const run = (output: string, up: MonitoredTarget[], connections = 26): MonitorRun => ({ exit: 143, output, slept: 2, up, asked: [api, redis], connections, clock });

/** What is told of both services by a script that prints `line(name, isUp)` for each, in two cycles. */
function told(line: (name: string, isUp: boolean, cycle: number) => string): string[] {
  const printed = (up: MonitoredTarget[]) =>
    [0, 1].flatMap((cycle) => [line('api.internal:8080', up.includes(api), cycle), line('redis.internal:6379', up.includes(redis), cycle)]).join('\n');
  const runs = { down: run(printed([]), []), odd: run(printed([api]), [api]), even: run(printed([redis]), [redis], 46) };
  return serviceReports({ status: 'ran', path: '/x', hosts, refused: '', ...runs }).map((report) => report.told);
}

test.each([
  ['ticks', (name: string, isUp: boolean) => `${isUp ? '✓' : '✗'} ${name}`],
  ['German', (name: string, isUp: boolean) => `${name} ist ${isUp ? '' : 'nicht '}erreichbar`],
  ['unheard-of words', (name: string, isUp: boolean) => `${name} ${isUp ? 'zig' : 'zag'}`],
  ['a line of its own below the name', (name: string, isUp: boolean) => `Checking ${name} …\n  ${isUp ? 'open' : 'closed'}`],
])('services are told apart in %s', (_, line) => {
  expect(told(line)).toEqual(['both', 'both']);
});

test('always up, the wrong way round, and now this, now that', () => {
  expect(told((name) => `✓ ${name} reachable`)).toEqual(['nothing', 'nothing']);
  expect(told((name, isUp) => `${isUp ? '✗' : '✓'} ${name}`)).toEqual(['inverted', 'inverted']);
  expect(told((name, _, cycle) => `${cycle === 0 ? '✓' : '✗'} ${name}`)).toEqual(['nothing', 'nothing']);
  expect(told((name, isUp) => (isUp ? 'fine' : `ALERT ${name} down`))).toEqual(['down', 'down']);
});

/** What follows the connections in a script that prints these counts, 20 connections apart. */
const figure = (before: number, after: number) => countingFigure(run(`[03:04:05] est: ${before}\n[03:04:06] est: ${before}`, []), run(`[03:04:05] est: ${after}\n[03:04:06] est: ${after}`, [], 46));

test('the count must grow with the connections, once or by both ends', () => {
  expect(figure(52, 92)?.values).toEqual([52, 92]);
  expect(figure(26, 46)?.values).toEqual([26, 46]);
  expect(figure(4, 4)).toBeNull();
  expect(figure(10, 90)).toBeNull();
});

test.each(['2026-01-02 04:04:05 x', 'Fri Jan  2 03:04:05 UTC 2026', '[2026-01-02T03:04:05Z]', '04:04', '1767323045;5', '3:04 AM', '20260102_040405'])('%j holds the time', (line) => {
  expect(timedLine(run(line, []))).toBe(line);
});

test.each(['2026-01-15 10:00:00', 'no time', '1700000000'])('%j does not hold the time', (line) => {
  expect(timedLine(run(line, []))).toBeUndefined();
});
