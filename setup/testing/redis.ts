import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freeLoopbackPort } from '#db/embedded/free-port.ts';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/**
 * Debian's redis-server on a free loopback port, with nothing kept.
 * @param directory its working directory, made here
 * @param options further ones of the server's own
 * @returns undefined where it is not installed
 */
export async function startRedis(directory: string, options: readonly string[] = []): Promise<TestRedis | undefined> {
  await mkdir(directory, { recursive: true });
  // A port that is free now may be taken a moment later.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const port = await freeLoopbackPort();
    const { server, ended } = spawnRedis(directory, port, options);
    if (await answers(port, ended)) return { url: `redis://127.0.0.1:${port}`, stop: () => stop(server, ended) };
    server.kill('SIGKILL');
    if ((await ended) === 'not installed') return undefined;
  }
  throw new Error(`redis-server does not start in ${directory}: try "redis-server --port 0" there by hand`);
}

type Ended = Promise<'exited' | 'not installed'>;

function spawnRedis(directory: string, port: number, options: readonly string[]): { server: ChildProcess; ended: Ended } {
  const bounds = ['--bind', '127.0.0.1', '--port', String(port)];
  // BullMQ requires `noeviction`.
  const keep = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const files = ['--dir', directory, '--pidfile', path.join(directory, 'redis.pid')];
  // Its own process group: Ctrl-C must not take it away before the tests that use it.
  const server = spawn('redis-server', [...bounds, ...keep, ...files, ...options], { stdio: 'ignore', detached: true });
  const atExit = (): void => void server.kill('SIGKILL');
  process.once('exit', atExit);
  const ended: Ended = new Promise((resolve) => {
    server.once('error', () => resolve('not installed')).once('exit', () => resolve('exited'));
  });
  void ended.then(() => process.off('exit', atExit));
  return { server, ended };
}

async function stop(server: ChildProcess, ended: Ended): Promise<void> {
  server.kill('SIGTERM');
  await ended;
}

/** Whether the port answers PING within 20 seconds, and before the server ends. */
async function answers(port: number, ended: Ended): Promise<boolean> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (await ping(port)) return true;
    if ((await Promise.race([ended, delay(20)])) !== undefined) return false;
  }
  return false;
}

async function ping(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = await once(socket, 'data');
    return String(answer).startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
