import { expect, test } from 'vitest';
import { judgeNetworkHost } from '../../testing/network-host.ts';
import { dnsChecks } from './index.ts';

// Condition of a resolver that was configured: on a stock host the rubric blocks it.
test.each(dnsChecks.filter(({ id }) => id !== 'dns.resolver-in-force'))('a stock host fails $id', (check) => {
  expect(judgeNetworkHost(check, {}, 'stock').outcome).toBe('failed');
});

test.each(dnsChecks)('a host that did everything earns all of $id', (check) => {
  expect(judgeNetworkHost(check).outcome).toBe('passed');
});

test('what is said reads as clauses, without a full stop at the end', () => {
  for (const check of dnsChecks) {
    expect(check.expected).not.toMatch(/\.$/);
    for (const host of ['stock', 'complete'] as const) expect(judgeNetworkHost(check, {}, host).seen).not.toMatch(/\.$/);
  }
});
