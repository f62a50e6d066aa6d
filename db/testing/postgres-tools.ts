import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { accountFor } from '../embedded/account.ts';
import type { Binaries } from '../embedded/binaries.ts';
import { ROLE, SERVER_ENVIRONMENT } from '../embedded/cluster.ts';
import { startPostmaster } from '../embedded/postmaster.ts';

const run = promisify(execFile);

/** Where Debian's packages keep the programs of each version. */
const installed = '/usr/lib/postgresql';

export interface ToolServer extends AsyncDisposable {
  /** Of the database `postgres`, as its owner. */
  url: string;
  /** With pg_dump and pg_restore that fit. */
  bin: string;
}

/**
 * A server that pg_dump on this machine can dump, which refuses newer ones: the one at `url` if it is not newer, else one of
 * its own version, started in `folder`. The reason where there is none: the npm package has no pg_dump.
 */
export async function serverForDump(url: string, major: number, folder: string): Promise<ToolServer | string> {
  const tools = (await Promise.all((await readdir(installed).catch(() => [])).map(toolsOf))).flat().toSorted((a, b) => b.major - a.major);
  const [newest] = tools;
  if (!newest) return 'there is no pg_dump (Debian: postgresql-client)';
  if (newest.major >= major) return { url, bin: newest.bin, [Symbol.asyncDispose]: () => Promise.resolve() };
  if (!newest.hasServer) return `pg_dump is of version ${newest.major}, the server of ${major}, and Debian's package postgresql is not installed`;
  return startServer(newest, folder);
}

async function toolsOf(version: string): Promise<(Binaries & { hasServer: boolean })[]> {
  const bin = path.join(installed, version, 'bin');
  const works = (program: string) => run(path.join(bin, program), ['--version']).then(() => true, () => false);
  if (!(await works('pg_dump')) || !(await works('pg_restore'))) return [];
  return [{ bin, major: Number(version), hasServer: (await works('postgres')) && (await works('initdb')) }];
}

async function startServer(binaries: Binaries, folder: string): Promise<ToolServer> {
  const cluster = path.join(folder, 'cluster');
  const account = await accountFor(cluster, console.log);
  const password = randomBytes(24).toString('hex');
  const passwordFile = path.join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const file of [folder, passwordFile]) if (account.uid !== undefined) await chown(file, account.uid, account.gid ?? account.uid);
  // As the embedded one is made, but for the locale provider, which is new in version 17.
  const options = ['--auth=scram-sha-256', `--username=${ROLE}`, `--pwfile=${passwordFile}`, '--locale=C.UTF-8', '--encoding=UTF8'];
  await run(path.join(binaries.bin, 'initdb'), [`--pgdata=${cluster}`, ...options], { ...account, env: SERVER_ENVIRONMENT, cwd: '/' });
  const { server, port } = await startPostmaster({ cluster, logFile: path.join(folder, 'postgres.log'), binaries, account, settings: { fsync: 'off' }, startTimeoutMs: 60_000 });
  const ended = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
  return {
    url: `postgres://${ROLE}:${password}@127.0.0.1:${port}/postgres`,
    bin: binaries.bin,
    [Symbol.asyncDispose]: () => {
      server.kill('SIGINT');
      return ended;
    },
  };
}
