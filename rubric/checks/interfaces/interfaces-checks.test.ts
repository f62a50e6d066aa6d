import { describe, expect, test } from 'vitest';
import { judgeNetworkHost } from '../../testing/network-host.ts';
import { interfacesChecks } from './index.ts';

test.each(interfacesChecks)('a stock host fails $id', (check) => {
  expect(judgeNetworkHost(check, {}, 'stock').outcome).toBe('failed');
});

test.each(interfacesChecks)('a host that did everything earns all of $id', (check) => {
  expect(judgeNetworkHost(check).outcome).toBe('passed');
});

describe('without ip and ss', () => {
  test.each(interfacesChecks)('$id is judged from the kernel’s own tables', (check) => {
    const changes = { 'ip-addresses': 'missing', 'ip-routes': 'missing', 'ss-listening': 'missing' } as const;
    expect(judgeNetworkHost(check, changes).outcome).toBe('passed');
    expect(judgeNetworkHost(check, changes, 'stock').outcome).toBe('failed');
  });
});

test('what cannot be known costs nothing', () => {
  const gone = { status: 'unavailable', reason: 'timed-out', detail: 'it took too long' } as const;
  const changes = { 'ip-addresses': gone, 'ip-routes': gone, 'ss-listening': gone, 'proc-net': gone };
  const outcomes = interfacesChecks.slice(0, 5).map((check) => judgeNetworkHost(check, changes).outcome);
  expect(new Set(outcomes)).toEqual(new Set(['not_gradable']));
});

test('what is said reads as clauses, without a full stop at the end', () => {
  for (const check of interfacesChecks) {
    expect(check.expected).not.toMatch(/\.$/);
    for (const host of ['stock', 'complete'] as const) expect(judgeNetworkHost(check, {}, host).seen).not.toMatch(/\.$/);
  }
});
