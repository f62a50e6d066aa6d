import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

let clone = '';

/** A clone of a project without dependencies, so that installing them is quick and needs no network. */
beforeEach(async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'netgrader launch '));
  clone = await realpath(folder);
  await mkdir(path.join(clone, 'setup'));
  for (const file of ['bootstrap', 'launch', 'dependencies', 'install-turn', 'node-release']) {
    await cp(path.join(import.meta.dirname, `${file}.mjs`), path.join(clone, 'setup', `${file}.mjs`));
  }
  const manifest = { name: 'clone', version: '1.0.0', type: 'module' };
  await writeFile(path.join(clone, 'package.json'), JSON.stringify(manifest));
  await writeLock(manifest);
});
afterEach(() => rm(clone, { recursive: true, force: true }));

test('a fresh clone is installed once, even by two starts at once, and not again', async () => {
  await entry(`console.log('ran')`);
  const [one, other] = await Promise.all([run(), run()]);
  expect([one.stdout, other.stdout]).toEqual(['ran\n', 'ran\n']);
  expect(`${one.stderr}${other.stderr}`.match(/npm ci/g)).toHaveLength(1);
  expect((await run()).stderr).toBe('');
});

test('a newer lock file is installed by the next start', async () => {
  await entry(`console.log('ran')`);
  await run();
  await mkdir(path.join(clone, 'leaf'));
  await writeFile(path.join(clone, 'leaf', 'package.json'), '{"name":"leaf","version":"1.0.0","main":"leaf.js"}');
  await writeFile(path.join(clone, 'leaf', 'leaf.js'), `module.exports = 'green';`);
  const manifest = { name: 'clone', version: '1.0.0', type: 'module', dependencies: { leaf: 'file:leaf' } };
  await writeFile(path.join(clone, 'package.json'), JSON.stringify(manifest));
  await writeLock(manifest, { leaf: { version: '1.0.0' }, 'node_modules/leaf': { resolved: 'leaf', link: true } });
  await entry(`console.log((await import('leaf')).default)`);
  expect((await run()).stdout).toBe('green\n');
});

test('arguments arrive as given, and the first node of PATH is the one that runs', async () => {
  await entry(`console.log(JSON.stringify([process.argv.slice(2), process.env.PATH.split(':')[0], process.execPath]))`);
  const { stdout } = await run('two words', '--once', '$HOME');
  const [args, first, node] = JSON.parse(stdout);
  expect(args).toEqual(['two words', '--once', '$HOME']);
  expect(path.join(first, 'node')).toBe(node);
});

test('the exit code is handed on', async () => {
  await entry('process.exit(3)');
  expect((await run()).code).toBe(3);
});

test('SIGTERM reaches the program, which decides how to end; a death by signal n becomes 128 + n', async () => {
  await entry(`process.on('SIGTERM', () => process.exit(7)); console.log('up'); setInterval(() => {}, 60_000)`);
  expect(await terminated()).toBe(7);
  await entry(`console.log('up'); setInterval(() => {}, 60_000)`);
  expect(await terminated()).toBe(128 + os.constants.signals.SIGTERM);
});

async function entry(program: string): Promise<void> {
  await writeFile(path.join(clone, 'entry.ts'), `const typed: string = '';\n${program};\nexport { typed };\n`);
}

async function writeLock(root: object, packages: object = {}): Promise<void> {
  const lock = { name: 'clone', version: '1.0.0', lockfileVersion: 3, packages: { '': root, ...packages } };
  await writeFile(path.join(clone, 'package-lock.json'), JSON.stringify(lock));
}

function start(args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  const bootstrap = path.join(clone, 'setup', 'bootstrap.mjs');
  return spawn(process.execPath, [bootstrap, 'entry.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = start(args);
  const ended = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

async function terminated(): Promise<number> {
  const child = start([]);
  const ended = once(child, 'exit');
  for await (const chunk of child.stdout) if (String(chunk).includes('up')) break;
  child.kill('SIGTERM');
  const [code] = await ended;
  return code;
}
