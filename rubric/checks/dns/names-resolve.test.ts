import { describe, expect, test } from 'vitest';
import { judgeNetworkHost } from '../../testing/network-host.ts';
import { namesResolve } from './names-resolve.ts';

const judge = (answers: string, hosts = '') =>
  judgeNetworkHost(namesResolve, { 'getent-hosts': () => answers, 'hosts-file': () => hosts });

describe('a name may lead to any private address', () => {
  test.each(['10.1.2.3', '172.20.0.10', '192.168.1.200', '100.64.0.9', 'fd00::5'])('%s', (address) => {
    expect(judge(`@@ ml-api.internal 0\n${address}  STREAM ml-api.internal\n`).outcome).toBe('passed');
  });
});

describe('and to nothing else', () => {
  test.each([
    ['8.8.4.4', 'a public address'],
    ['127.0.0.1', 'a loopback address'],
    ['fe80::1', 'a link-local address'],
    ['0.0.0.0', 'no address of a host'],
  ])('%s', (address, why) => {
    const verdict = judge(`@@ ml-api.internal 0\n${address}  STREAM ml-api.internal\n`);
    expect(verdict.outcome).toBe('failed');
    expect(verdict.seen).toContain(`ml-api.internal leads to ${address}, ${why}`);
  });

  test('a public address beside a private one', () => {
    expect(judge('@@ ml-api.internal 0\n10.0.0.1 STREAM x\n8.8.8.8 STREAM\n').outcome).toBe('failed');
  });
});

test('each name earns its share, and those that fail are told why', () => {
  const verdict = judge('@@ a.internal 0\n10.0.0.1 STREAM a\n@@ b.internal 2\n\n@@ c.internal 124\n\n@@ d.internal 2\n', '127.0.0.1 localhost\n# 10.0.0.2 b.internal b\n');
  expect(verdict).toMatchObject({ outcome: 'partial', share: 0.25 });
  expect(verdict.seen).toBe(
    '1 of 4 names resolve to a private address; b.internal is not found (commented out in /etc/hosts:2); c.internal gets no answer; d.internal is not found',
  );
});

test('where /etc/hosts is not even looked at, the hint leads there', () => {
  const verdict = judgeNetworkHost(namesResolve, {
    'getent-hosts': () => '@@ a.internal 2\n\n',
    'resolv-conf': (stdout) => stdout.replace(/^hosts:.*$/m, 'hosts: dns'),
  });
  expect(verdict.hint).toContain('nsswitch.conf');
});
