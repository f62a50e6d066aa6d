import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { databaseUrl, queueBackend, secret } from './settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}

test('secrets may come in files, as containers get them', () => {
  expect(secret({ NETGRADER_SECRET_FILE: file('secret', 'v1:abc\n') })).toBe('v1:abc');
  expect(queueBackend({ NETGRADER_QUEUE_URL_FILE: file('queue', 'redis://redis:6379\n') })).toEqual({ kind: 'redis', url: 'redis://redis:6379' });
});

test('a password with any characters is put into an address that has none', () => {
  const env = { DATABASE_URL: 'postgres://netgrader@postgres:5432/netgrader', DATABASE_PASSWORD_FILE: file('password', 'a/b@c:d%20 é\n') };
  const url = new URL(databaseUrl(env));
  expect([decodeURIComponent(url.password), url.username, url.hostname, url.pathname]).toEqual(['a/b@c:d%20 é', 'netgrader', 'postgres', '/netgrader']);
  const own = 'postgres://netgrader:own@postgres:5432/netgrader';
  expect(databaseUrl({ ...env, DATABASE_URL: own })).toBe(own);
});

test('a file that cannot be read is named', () => {
  expect(() => secret({ NETGRADER_SECRET_FILE: path.join(folder, 'nowhere') })).toThrow(/NETGRADER_SECRET_FILE names .*nowhere/);
});

test('several queue addresses, or one with NETGRADER_QUEUE_CLUSTER, are nodes of a cluster', () => {
  const [one, two] = ['redis://a:6379', 'redis://b:6380'];
  expect(queueBackend({ NETGRADER_QUEUE_URL: `${one}, ${two}` })).toEqual({ kind: 'redis', url: one, otherNodes: [two] });
  expect(queueBackend({ NETGRADER_QUEUE_URL: one, NETGRADER_QUEUE_CLUSTER: '1' })).toEqual({ kind: 'redis', url: one, otherNodes: [] });
  expect(queueBackend({ NETGRADER_QUEUE_URL: one, NETGRADER_QUEUE_CLUSTER: '0' })).toEqual({ kind: 'redis', url: one });
  expect(() => queueBackend({ NETGRADER_QUEUE_URL: `${one},http://b` })).toThrow('NETGRADER_QUEUE_URL');
  expect(() => queueBackend({ NETGRADER_QUEUE_URL: one, NETGRADER_QUEUE_CLUSTER: 'yes' })).toThrow('NETGRADER_QUEUE_CLUSTER');
});
