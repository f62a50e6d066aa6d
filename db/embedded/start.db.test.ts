import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { readPostmasterFile } from './orphan.ts';
import { startEmbeddedPostgres } from './start.ts';
import type { EmbeddedPostgres } from './start.ts';

let folder = '';
const lines: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(inject('testFolder'), 'embedded '));
  await chmod(folder, 0o711);
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the embedded Postgres', () => {
  test('keeps its data between runs, in a folder with a space in its name', async () => {
    const first = await start();
    await query(first.url, 'create table kept (word text)');
    await query(first.url, `insert into kept values ('still here')`);
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
    await second.stop();
  });

  test('listens on loopback only and lets nobody in without the password, which only its owner can read', async () => {
    const server = await start();
    expect(await query(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(server.url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    const guess = new URL(server.url);
    guess.password = 'guess';
    await expect(query(guess.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(path.join(folder, 'password'))).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  test('refuses data of another major version and leaves them alone', async () => {
    await (await start()).stop();
    const versionFile = path.join(folder, 'cluster', 'PG_VERSION');
    await writeFile(versionFile, '15\n');
    await expect(start()).rejects.toMatchObject({
      code: 'postgres-data-other-major',
      message: expect.stringMatching(/Postgres 15.*Postgres 18.*pg_dumpall.*NETGRADER_DATA/s),
    });
    expect(await readFile(versionFile, 'utf8')).toBe('15\n');
  });

  test('starts again after a crash that left postmaster.pid behind, naming a process that is none of ours', async () => {
    const crashed = await start();
    const pidFile = path.join(folder, 'cluster', 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    await crashed.stop();
    await writeFile(pidFile, text.replace(/^\d+/, String(process.ppid)), { mode: 0o600 });
    const { uid, gid } = await stat(path.join(folder, 'cluster'));
    await chown(pidFile, uid, gid);
    const again = await start();
    await again.stop();
    expect(lines).not.toContainEqual(expect.stringContaining('left behind'));
  });

  test('stops a server that outlived its parent, then starts', async () => {
    const parent = spawnParent(PARENT);
    await once(parent.stdout ?? parent, 'data');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const orphan = await readPostmasterFile(path.join(folder, 'cluster'));
    const server = await start();
    expect(lines).toContainEqual(`stopping Postgres (process ${orphan?.pid}), which an earlier run left behind`);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('ends with its parent, even one that ends without stopping it', async () => {
    const parent = spawnParent(`${PARENT} process.exit(0);`);
    await once(parent, 'exit');
    await expect.poll(() => readPostmasterFile(path.join(folder, 'cluster')), { timeout: 20_000 }).toBeUndefined();
  });

  test('says that its end was unexpected when somebody else stops it', async () => {
    const server = await start();
    const running = await readPostmasterFile(path.join(folder, 'cluster'));
    process.kill(running?.pid ?? 0, 'SIGINT');
    await expect.poll(() => lines, { timeout: 20_000 }).toContainEqual(expect.stringContaining('Postgres ended'));
    await server.stop();
  });

  test.runIf(process.getuid?.() === 0)('as root, names the setting when its account cannot reach the folder', async () => {
    await chmod(folder, 0o700);
    await expect(start(path.join(folder, 'below'))).rejects.toMatchObject({
      code: 'postgres-data-unreachable',
      message: expect.stringContaining('NETGRADER_DATA'),
    });
  });
});

/** A process of its own that starts the server, says so and stays. */
const PARENT = `
  const { startEmbeddedPostgres } = await import(process.env.NETGRADER_TEST_START);
  await startEmbeddedPostgres({ ...JSON.parse(process.env.NETGRADER_TEST_OPTIONS), log: console.error });
  console.log('up');
  const alive = setInterval(() => {}, 60_000);
`;

/** The copies of the programs are shared, and nothing has to survive a power cut. */
const SHARED = { binariesDirectory: path.join(inject('testFolder'), 'binaries'), settings: { fsync: 'off' } };

function spawnParent(program: string): ChildProcess {
  const env = {
    ...process.env,
    NETGRADER_TEST_START: new URL('./start.ts', import.meta.url).href,
    NETGRADER_TEST_OPTIONS: JSON.stringify({ dataDirectory: folder, ...SHARED }),
  };
  return spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function start(dataDirectory = folder): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory, log: (line) => lines.push(line), ...SHARED });
  onTestFinished(() => server.stop());
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client(url);
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
