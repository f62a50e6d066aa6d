import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collected, upload, visitOf } from '../testing/bundle.ts';
import { deliverables } from './deliverables.ts';

const run = promisify(execFile);
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'ng handed in '));
});
afterEach(() => rm(home, { recursive: true }));

async function put(file: string, text = file): Promise<void> {
  await mkdir(path.dirname(path.join(home, file)), { recursive: true });
  await writeFile(path.join(home, file), text);
}

async function find(more: Record<string, string> = {}, uploads = visitOf().uploads) {
  const { stdout } = await run('sh', ['-c', deliverables.command], { env: { PATH: process.env['PATH'], NG_HOME: home, NG_DELIVERABLES: '', ...more } });
  return deliverables.parse(collected(stdout), visitOf([...uploads]));
}

test('files are found in any case and spelling, the shallowest first, with their text byte for byte', async () => {
  await put('lab 9/docs/network-guide.MD', 'Ü\n@file guide x\n\n');
  await put('old/a/b/NETWORK_GUIDE.md');
  await put('lab 9/config/UFW_Rules.txt');
  await put('lab 9/config/sshd_config.d/99-hardening.conf');
  await put('lab 9/img/plan.PNG');
  await put('.cache/ufw_rules.txt');
  await symlink('/etc/passwd', path.join(home, 'hosts'));
  const found = await find();
  const listed = found.files.map(({ kind, path: file }) => `${kind} ${path.relative(home, file)}`);
  expect(listed.toSorted()).toEqual([
    'guide lab 9/docs/network-guide.MD',
    'guide old/a/b/NETWORK_GUIDE.md',
    'rules lab 9/config/UFW_Rules.txt',
    'sshd lab 9/config/sshd_config.d/99-hardening.conf',
  ]);
  expect(listed.find((file) => file.startsWith('guide'))).toBe('guide lab 9/docs/network-guide.MD');
  expect(found.files.find(({ kind }) => kind === 'guide')?.text).toBe('Ü\n@file guide x\n\n');
  expect(found.images).toEqual([{ path: `${home}/lab 9/img/plan.PNG`, bytes: 18 }]);
});

test('scripts are parsed by the shell of their first line, and never run', async () => {
  await put('scripts/Network-Monitor.sh', `#!/bin/bash\ndeclare -A a\ntouch '${home}/ran'\n`);
  await put('debug_connection.sh', '#!/bin/sh\nif true; then\n');
  await chmod(path.join(home, 'scripts/Network-Monitor.sh'), 0o755);
  const { scripts, files } = await find();
  expect(scripts.network_monitor).toMatchObject({ executable: true, syntax: { ok: true } });
  expect(scripts.debug_connection).toMatchObject({ executable: false, syntax: { ok: false } });
  expect(scripts.debug_connection?.syntax?.message).toMatch(/end of file/i);
  expect(scripts.analyze_latency).toBeNull();
  expect(files).toEqual([]);
});

test('an uploaded script is parsed on the host and goes before the one there', async () => {
  await put('analyze_latency.sh', 'echo');
  const { scripts } = await find({ NG_UPLOAD_ANALYZE_LATENCY: 'if' }, [upload('analyze_latency.sh', 'if')]);
  expect(scripts.analyze_latency).toMatchObject({ path: 'archive:/analyze_latency.sh', syntax: { ok: false } });
});

test('a folder that cannot be opened is told apart from one without deliverables', async () => {
  expect(await find({ NG_DELIVERABLES: 'missing' })).toMatchObject({ folderFound: false, folder: `${home}/missing` });
  expect(await find()).toMatchObject({ folderFound: true, folder: home, files: [] });
});
