import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';

const main = path.join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const key = file('key', newKeyPair('test').private);

function netgrader(...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('bad usage ends with exit 2 and a sentence, never a stack', () => {
  test.each([
    ['no command at all', [], 'Usage'],
    ['an unknown command', ['frobnicate'], 'unknown command'],
    ['no identity', ['grade', '10.0.0.1'], '--identity'],
    ['an identity that is not there', ['grade', '10.0.0.1', '-i', '/nonexistent/key'], '/nonexistent/key'],
    ['an identity that is no key', ['grade', '10.0.0.1', '-i', file('text', 'hello')], 'not a private key'],
    ['a port out of range', ['grade', '10.0.0.1:70000', '-i', key], 'Port 70000'],
    ['an address that is none', ['grade', 'a:b:c', '-i', key], 'not an address'],
    ['a name that resolves to nothing', ['grade', 'no-such-host.invalid', '-i', key], 'no-such-host.invalid'],
    ['an unknown format', ['grade', '10.0.0.1', '-i', key, '--format', 'pdf'], 'pdf'],
    ['a rubric that is none', ['grade', '10.0.0.1', '-i', key, '--rubric', file('r.yaml', 'id: [')], 'r.yaml'],
    ['an archive that is not there', ['grade', '10.0.0.1', '-i', key, '--archive', '/nonexistent/lab.zip'], '/nonexistent/lab.zip'],
    ['an archive that is none', ['grade', '10.0.0.1', '-i', key, '--archive', file('lab.zip', 'hello')], 'neither a .tar.gz nor a .zip'],
    ['known_hosts without the host', ['grade', '10.0.0.1', '-i', key, '--known-hosts', file('kh', '')], '--known-hosts'],
    ['evidence that is no bundle', ['score', file('e.json', '{"format": 2}')], 'e.json'],
  ])('%s', async (_what, args, words) => {
    const { exit, stdout, stderr } = await netgrader(...args);
    expect(exit).toBe(2);
    expect(stdout + stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test('every command has help that exits 0', { timeout: 120_000 }, async () => {
  const help = await netgrader('--help');
  expect(help.exit).toBe(0);
  const commands = [...help.stdout.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map((match) => match[1] ?? '');
  expect(commands).toEqual(expect.arrayContaining(['grade', 'score']));
  for (const command of commands) expect(await netgrader(command, '--help')).toMatchObject({ exit: 0, stderr: '' });
});

test('a port that nothing listens on is not gradable: exit 3, in every format', async () => {
  for (const format of ['text', 'md', 'html', 'json']) {
    const { exit, stdout, stderr } = await netgrader('grade', '127.0.0.1:1', '-i', key, '--format', format);
    expect({ exit, stderr }).toEqual({ exit: 3, stderr: '' });
    expect(stdout).toContain('Nothing accepts connections on 127.0.0.1 port 1');
  }
});

const rubricOf = (requires: string) => `
id: two-checks
version: 1.0.0
title: Two checks
criteria:
  - id: ssh
    title: SSH
    points: 2
    checks:
      - { check: ssh.root-login-refused, points: 1 }
      - { check: ssh.sessions-limited, points: 1, requires: [${requires}] }
`;

describe('a rubric is held against the kept evidence of calibrated hosts', () => {
  test('one that grades them as they deserve passes', async () => {
    const { exit, stdout } = await netgrader('rubric', 'check', file('sound.yaml', rubricOf('')));
    expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringMatching(/two-checks 1\.0\.0\+\w+: \d+ kept hosts scored, 0 differences/) });
  });

  test('one that takes points for what was done well is told host by host, and not published', async () => {
    const wrong = file('wrong.yaml', rubricOf('ssh.root-login-refused'));
    const checked = await netgrader('rubric', 'check', wrong);
    expect(checked.exit).toBe(1);
    expect(checked.stdout).toContain('ssh-root-by-key: ssh.sessions-limited failed, expected: passed (seen: blocked by');
    const published = await netgrader('rubric', 'publish', wrong);
    expect(published).toMatchObject({ exit: 1, stderr: expect.stringContaining('Not published') });
  });
});
