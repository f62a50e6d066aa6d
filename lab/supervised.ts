import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { toolEnvironment } from './tool.ts';

const keptOutput = 8192;

/** A long-running process of the lab. The kernel kills it when this process dies, in whatever way. */
export interface Supervised {
  readonly pid: number;
  /** The end of what it printed. */
  output(): string;
  /** Whether it has ended. */
  ended(): boolean;
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>;
  killNow(): void;
}

/**
 * Starts a command that ends with us (setpriv --pdeathsig). It has a session of its own, so that Ctrl-C
 * reaches only us, and does not keep our process from ending.
 */
export function supervise(command: readonly string[]): Supervised {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: toolEnvironment(),
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-keptOutput);
  };
  const exited = once(child, 'exit').catch((error: unknown) => keep(Buffer.from(String(error))));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', keep);
    (stream as Socket).unref();
  }
  child.unref();
  const killNow = (): void => {
    child.kill('SIGKILL');
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended: () => hasEnded(child),
    killNow,
    async kill() {
      child.ref();
      killNow();
      if (!hasEnded(child)) await exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
