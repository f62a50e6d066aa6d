import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { knownHostKeys } from './known-hosts.ts';

// Public half of a key made for this test alone.
const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIJPNYQ7bx7VO9nwDeuHZ2QVdlHUPJcbQW5Dk2U8v3s3l';

test('finds a host by its plain name, and by [name]:port for another port', () => {
  const file = `# comment\nother,10.0.0.2 ssh-ed25519 ${key} me\n[10.0.0.3]:2222 ssh-ed25519 ${key}\n`;
  expect(knownHostKeys(file, '10.0.0.2', 22)).toEqual([fingerprintOf(Buffer.from(key, 'base64'))]);
  expect(knownHostKeys(file, '10.0.0.3', 2222)).toEqual([fingerprintOf(Buffer.from(key, 'base64'))]);
  expect(knownHostKeys(file, '10.0.0.3', 22)).toEqual([]);
});

test('finds a host whose name ssh-keygen hashed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'known_hosts');
  writeFileSync(file, `10.0.0.2 ssh-ed25519 ${key}\n`);
  execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
  const hashed = readFileSync(file, 'utf8');
  expect(hashed).not.toContain('10.0.0.2');
  expect(knownHostKeys(hashed, '10.0.0.2', 22)).toEqual([fingerprintOf(Buffer.from(key, 'base64'))]);
});

test('a revoked key is no known key', () => {
  expect(knownHostKeys(`@revoked 10.0.0.2 ssh-ed25519 ${key}\n`, '10.0.0.2', 22)).toEqual([]);
});
