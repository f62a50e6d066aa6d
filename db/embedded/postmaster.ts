import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { SERVER_ENVIRONMENT } from './cluster.ts';
import { EmbeddedPostgresError } from './error.ts';
import { freeLoopbackPort } from './free-port.ts';
import { readPostmasterFile } from './orphan.ts';

/** The server's log starts anew when it is longer than this: nobody rotates it. */
const LOG_LIMIT_BYTES = 10_000_000;

export interface PostmasterOptions {
  cluster: string;
  logFile: string;
  binaries: Binaries;
  account: Account;
  /** Server settings, as after `-c`. */
  settings: Record<string, string>;
  startTimeoutMs: number;
  /** Default: a free one. */
  port?: number | undefined;
}

/**
 * Starts the server on a loopback port and waits until it accepts connections.
 * @throws EmbeddedPostgresError `postgres-start-failed` with the end of its log
 */
export async function startPostmaster(options: PostmasterOptions): Promise<{ server: ChildProcess; port: number }> {
  // A port that is free now may be taken a moment later, so one failure is no failure yet.
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freeLoopbackPort());
    const server = await spawnServer(options, port);
    if (await becomesReady(server, options)) return { server, port };
    if (isRunning(server)) {
      server.kill('SIGQUIT');
      throw await startFailed(options);
    }
    if (attempt === 3) throw await startFailed(options);
  }
}

async function spawnServer(options: PostmasterOptions, port: number): Promise<ChildProcess> {
  const settings = { ...options.settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const size = await stat(options.logFile).catch(() => ({ size: 0 }));
  if (size.size > LOG_LIMIT_BYTES) await truncate(options.logFile);
  // Not a pipe: a server that outlives us would trip over its closed end.
  const log = await open(options.logFile, 'a', 0o600);
  try {
    const program = path.join(options.binaries.bin, 'postgres');
    const server = spawn(program, ['-D', options.cluster, '-p', String(port), ...args], {
      ...options.account,
      cwd: options.cluster,
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', log.fd, log.fd],
      // Its own process group: Ctrl-C must not take the database away before those who still write to it.
      detached: true,
    });
    return server.on('error', () => {}); // Unheard it would end us; that nothing runs is seen below.
  } finally {
    await log.close();
  }
}

async function becomesReady(server: ChildProcess, { cluster, startTimeoutMs }: PostmasterOptions): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  while (isRunning(server) && Date.now() < deadline) {
    const file = await readPostmasterFile(cluster);
    if (file?.pid === server.pid && file?.status === 'ready') return true;
    await delay(15);
  }
  return false;
}

/** False, too, for a program that could not be executed at all. */
function isRunning(server: ChildProcess): boolean {
  return server.pid !== undefined && server.exitCode === null && server.signalCode === null;
}

async function startFailed({ logFile }: PostmasterOptions): Promise<EmbeddedPostgresError> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const end = log.trim().split('\n').slice(-5).join('\n  ');
  return new EmbeddedPostgresError(
    'postgres-start-failed',
    `The embedded Postgres did not start. The end of ${logFile}:\n  ${end}\n` +
      `Mend what it names, or set DATABASE_URL to a Postgres of your own.`,
  );
}
