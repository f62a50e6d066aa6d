import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { freeLoopbackPort } from '#db/embedded/free-port.ts';
import type { FromHosts, HostPlan, Overlap, ToHosts } from './messages.ts';

/** Recorded hosts of a class in a process of their own. */
export interface RecordedClass {
  port: number;
  /** Breaks all connections to all hosts, and new ones for so long. */
  cut(milliseconds: number): void;
  stop(): void;
}

export interface Watch {
  onOverlap(overlap: Overlap): void;
  onOverlapOver(number: number, at: number): void;
}

/** The loopback address of the host with this number, from 0. They are this machine's own without being set up. */
export function loopbackAddress(number: number): string {
  return `127.77.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`;
}

/** Starts the process and waits until all hosts listen. */
export async function playRecordedClass(hosts: HostPlan[], watch: Watch): Promise<RecordedClass> {
  const port = await freeLoopbackPort();
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'main.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const tell = (message: ToHosts): void => void child.send(message);
  const atExit = (): void => void child.kill('SIGKILL');
  process.once('exit', atExit);
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The process of the recorded hosts ended (${code})`)));
    child.on('message', (message: FromHosts) => {
      if (message.kind === 'playing') resolve();
      else if (message.kind === 'overlap') watch.onOverlap(message);
      else watch.onOverlapOver(message.number, message.at);
    });
    tell({ kind: 'play', port, hosts });
  });
  return {
    port,
    cut: (milliseconds) => tell({ kind: 'cut', milliseconds }),
    stop: () => {
      process.off('exit', atExit);
      child.kill('SIGKILL');
    },
  };
}
