import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startRedis, type TestRedis } from './redis.ts';

export interface TestRedisCluster {
  /** Of each node. */
  urls: string[];
  stop(): Promise<void>;
}

const slots = 16_384;

/**
 * Three Redis servers on loopback, made one cluster without replicas; nothing is kept.
 * @returns undefined where redis-server is not installed
 */
export async function startRedisCluster(directory: string): Promise<TestRedisCluster | undefined> {
  const nodes: TestRedis[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    for (let index = 0; index < 3; index++) {
      const node = await startRedis(path.join(directory, `${index}`), ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000']);
      if (!node) return undefined;
      nodes.push(node);
    }
    await join(nodes.map(({ url }) => Number(new URL(url).port)));
    return { urls: nodes.map(({ url }) => url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Gives each node a third of the slots, makes them meet, and waits until each knows all. */
async function join(ports: readonly number[]): Promise<void> {
  const share = Math.ceil(slots / ports.length);
  const [first = 0] = ports;
  for (const [index, port] of ports.entries()) {
    await ask(port, 'cluster', 'addslotsrange', `${index * share}`, `${Math.min((index + 1) * share, slots) - 1}`);
    if (port !== first) await ask(port, 'cluster', 'meet', '127.0.0.1', `${first}`);
  }
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const views = await Promise.all(ports.map((port) => ask(port, 'cluster', 'info')));
    if (views.every((view) => view.includes('cluster_state:ok') && view.includes(`cluster_known_nodes:${ports.length}`))) return;
    await delay(50);
  }
  throw new Error(`the Redis nodes on ports ${ports.join(', ')} do not become a cluster`);
}

async function ask(port: number, ...command: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('redis-cli', ['-h', '127.0.0.1', '-p', `${port}`, ...command]);
  if (stdout.startsWith('ERR')) throw new Error(`${command.join(' ')}: ${stdout}`);
  return stdout;
}
