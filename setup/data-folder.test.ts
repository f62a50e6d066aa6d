import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolderPath, openDataFolder } from './data-folder.ts';

let parent = '';
beforeEach(async () => (parent = await mkdtemp(path.join(os.tmpdir(), 'netgrader folder '))));
afterEach(() => rm(parent, { recursive: true, force: true }));

test('a second run is refused, naming the folder, the process that has it and the setting', async () => {
  const location = path.join(parent, 'data');
  const held = await openDataFolder(location);
  await expect(openDataFolder(location)).rejects.toMatchObject({
    code: 'data-folder-locked',
    message: expect.stringMatching(new RegExp(`${location}.*process ${process.pid}.*NETGRADER_DATA`)),
  });
  await held.release();
  await (await openDataFolder(location)).release();
});

test('two names of one folder are one folder', async () => {
  const held = await openDataFolder(path.join(parent, 'data'));
  await expect(openDataFolder(path.join(parent, 'data', '..', 'data'))).rejects.toMatchObject({ code: 'data-folder-locked' });
  await held.release();
});

test('a run that was killed does not keep the folder', async () => {
  const location = path.join(parent, 'data');
  const module = new URL('./data-folder.ts', import.meta.url).href;
  const program = `
    const { openDataFolder } = await import(${JSON.stringify(module)});
    await openDataFolder(${JSON.stringify(location)});
    console.log('held');
    setInterval(() => {}, 60_000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(other.stdout, 'data');
  await expect(openDataFolder(location)).rejects.toMatchObject({ message: expect.stringContaining(`process ${other.pid}`) });
  other.kill('SIGKILL');
  await once(other, 'exit');
  await (await openDataFolder(location)).release();
});

test('nobody else can list a folder that we made', async () => {
  const location = path.join(parent, 'data');
  const held = await openDataFolder(location);
  expect((await stat(location)).mode & 0o066).toBe(0);
  await held.release();
});

test('a place that cannot be a folder is refused with the setting to change', async () => {
  await expect(openDataFolder('/dev/null/data')).rejects.toMatchObject({
    code: 'data-folder-unusable',
    message: expect.stringContaining('NETGRADER_DATA'),
  });
});

test('NETGRADER_DATA wins over every default', () => {
  expect(dataFolderPath({ NETGRADER_DATA: '/srv/grades' })).toBe('/srv/grades');
});
