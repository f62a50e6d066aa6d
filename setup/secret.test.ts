import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOrCreateSecret } from './secret.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netgrader secret '));
  file = path.join(folder, 'secret');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the secret is made once, with 32 random bytes, and only its owner can read it', async () => {
  const secret = await loadOrCreateSecret(file, {});
  expect(Buffer.from(secret.replace(/^v1:/, ''), 'base64url')).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await loadOrCreateSecret(file, {})).toBe(secret);
});

test('two first runs at once agree on one secret and leave nothing else behind', async () => {
  const both = await Promise.all([loadOrCreateSecret(file, {}), loadOrCreateSecret(file, {})]);
  expect(both[0]).toBe(both[1]);
  expect(await readdir(folder)).toEqual(['secret']);
});

test('NETGRADER_SECRET wins and nothing is written', async () => {
  const given = `v2:${'A'.repeat(43)},v1:${'B'.repeat(43)}`;
  expect(await loadOrCreateSecret(file, { NETGRADER_SECRET: given })).toBe(given);
  expect(await readdir(folder)).toEqual([]);
});

test('a secret of another form is refused by the name of its source, and is not shown', async () => {
  const refused = loadOrCreateSecret(file, { NETGRADER_SECRET: 'hunter2' });
  await expect(refused).rejects.toMatchObject({ code: 'secret-malformed', message: expect.stringMatching(/^NETGRADER_SECRET/) });
  await expect(refused).rejects.not.toThrow('hunter2');
  await writeFile(file, 'garbage');
  await expect(loadOrCreateSecret(file, {})).rejects.toThrow(file);
});
