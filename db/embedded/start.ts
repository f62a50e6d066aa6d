import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { accountFor } from './account.ts';
import type { Account } from './account.ts';
import { reachableBinaries } from './binaries.ts';
import { ensureCluster, ROLE } from './cluster.ts';
import { EmbeddedPostgresError } from './error.ts';
import { stopOrphan } from './orphan.ts';
import { startPostmaster } from './postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** The server's own folder, made where missing: `cluster/`, `password`, `postgres.log`, `binaries/`. */
  dataDirectory: string;
  log: (line: string) => void;
  /** Server settings beside the defaults, for instance `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>;
  /** Where copies of the programs go if the installed ones are out of reach; default `dataDirectory/binaries`. */
  binariesDirectory?: string;
  /** How long start-up, crash recovery included, may take. */
  startTimeoutMs?: number;
  /** Of 127.0.0.1; default: a free one, another at each start. */
  port?: number;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `postgres` as the owner of the cluster; holds the password. */
  url: string;
  /** Fast shutdown: open transactions roll back, all else is on disk. Can be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres on 127.0.0.1 with data that stay between runs. It ends with this process at the latest,
 * except after SIGKILL; the next start stops it then. The caller makes sure that no other run uses the folder.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, log, settings = {}, startTimeoutMs = 60_000 } = options;
  const cluster = path.join(dataDirectory, 'cluster');
  const account = await accountFor(cluster, log);
  const made = await mkdir(dataDirectory, { recursive: true });
  if (made !== undefined) await chmod(dataDirectory, account.uid === undefined ? 0o700 : 0o711);
  await refuseUnreachable(dataDirectory, account);
  const binaries = await reachableBinaries(options.binariesDirectory ?? path.join(dataDirectory, 'binaries'), account);
  const password = await ensureCluster(cluster, path.join(dataDirectory, 'password'), binaries, account);
  await stopOrphan(cluster, log);
  const logFile = path.join(dataDirectory, 'postgres.log');
  const { server, port } = await startPostmaster({ cluster, logFile, binaries, account, settings, startTimeoutMs, port: options.port });
  const stop = stopper(server, (how) => log(`the embedded Postgres ended (${how}), see ${logFile}`));
  return { url: `postgres://${ROLE}:${password}@127.0.0.1:${port}/postgres`, stop };
}

async function refuseUnreachable(directory: string, account: Account): Promise<void> {
  if (account.uid === undefined) return;
  // The account must get there itself: modes of every folder above count, ACLs too.
  await promisify(execFile)('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { ...account, cwd: '/' }).catch((cause) => {
    throw new EmbeddedPostgresError(
      'postgres-data-unreachable',
      `Postgres runs as another account than root (${account.uid}) and cannot enter ${directory}. Set NETGRADER_DATA ` +
        `to a folder that every account may pass through, such as /var/lib/netgrader.`,
      { cause },
    );
  });
}

function stopper(server: ChildProcess, onUnexpectedEnd: (how: string) => void): () => Promise<void> {
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    if (server.exitCode !== null || server.signalCode !== null) resolve();
  });
  let stopping = false;
  const atExit = (): void => void server.kill('SIGINT');
  process.once('exit', atExit);
  server.unref();
  server.once('exit', (status, signal) => {
    process.off('exit', atExit);
    if (!stopping) onUnexpectedEnd(signal ?? `exit ${status}`);
  });
  return async () => {
    stopping = true;
    server.ref();
    server.kill('SIGINT');
    const impatience = setTimeout(() => server.kill('SIGQUIT'), 20_000);
    await ended;
    clearTimeout(impatience);
  };
}
