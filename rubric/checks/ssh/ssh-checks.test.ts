import { describe, expect, test } from 'vitest';
import { sshChecks } from './index.ts';
import { judgeRecorded } from './recorded-hosts.ts';

describe('a stock host', () => {
  const conditions = ['ssh.configuration-loads', 'ssh.private-keys-protected'];
  test.each(sshChecks.filter(({ id }) => !conditions.includes(id)))('earns nothing from $id', (check) => {
    expect(judgeRecorded(check, 'stock').outcome).toBe('failed');
  });
});

describe('a host that did everything', () => {
  test.each(sshChecks)('earns all of $id', (check) => {
    expect(judgeRecorded(check, 'complete').outcome).toBe('passed');
  });
});

test('what is said about a host reads as clauses, without a full stop at the end', () => {
  for (const check of sshChecks) {
    expect(check.expected).not.toMatch(/\.$/);
    for (const host of ['stock', 'complete'] as const) expect(judgeRecorded(check, host).seen).not.toMatch(/\.$/);
  }
});
