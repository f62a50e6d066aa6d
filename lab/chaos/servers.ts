import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { freeLoopbackPort } from '#db/embedded/free-port.ts';
import { readPostmasterFile } from '#db/embedded/orphan.ts';
import { startEmbeddedPostgres } from '#db/embedded/start.ts';

/** A server that is killed and comes back at the same port. */
export interface KillableServer {
  port: number;
  /** Of the server itself, past any gate. */
  url: string;
  /** SIGKILL, and back again after so long; false: what it kept is lost. */
  crash(downMs: number, keepsData: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** A real Postgres with everything as it ships, but more connections. */
export async function killablePostgres(folder: string): Promise<KillableServer> {
  const port = await freeLoopbackPort();
  const dataDirectory = path.join(folder, 'postgres');
  const start = () => startEmbeddedPostgres({ dataDirectory, port, settings: { max_connections: '300' }, log: () => {} });
  let running = await start();
  return {
    port,
    url: running.url,
    crash: async (downMs) => {
      const file = await readPostmasterFile(path.join(dataDirectory, 'cluster'));
      if (file) process.kill(file.pid, 'SIGKILL');
      await after(downMs);
      running = await untilStarted(start);
    },
    stop: () => running.stop(),
  };
}

/** Processes of a killed server may hold its memory for a moment: Postgres refuses to start then. */
async function untilStarted<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (attempt === 20) throw error;
      await after(250);
    }
  }
}

/** Debian's redis-server, with an append-only file, as it is recommended to be run. */
export async function killableRedis(folder: string): Promise<KillableServer> {
  const port = await freeLoopbackPort();
  const directory = path.join(folder, 'redis');
  await mkdir(directory, { recursive: true });
  let server = await startRedis(directory, port);
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    crash: async (downMs, keepsData) => {
      await kill('SIGKILL');
      if (!keepsData) await rm(path.join(directory, 'appendonlydir'), { recursive: true, force: true });
      await after(downMs);
      server = await startRedis(directory, port);
    },
    stop: () => kill('SIGTERM'),
  };
}

async function startRedis(directory: string, port: number): Promise<ChildProcess> {
  const keep = ['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const files = ['--dir', directory, '--pidfile', path.join(directory, 'redis.pid')];
  const server = spawn('redis-server', ['--bind', '127.0.0.1', '--port', String(port), ...keep, ...files], { stdio: 'ignore', detached: true });
  const atExit = (): void => void server.kill('SIGKILL');
  process.once('exit', atExit);
  server.once('exit', () => process.off('exit', atExit));
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => {});
  await Promise.race([failed, untilListening(port)]);
  return server;
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const answered = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'close').then(() => false)]).catch(() => false);
    socket.destroy();
    if (answered) return;
    await after(20);
  }
}
