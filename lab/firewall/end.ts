import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { toolEnvironment } from '../tool.ts';

/** A process in a network namespace of its own, which lives as long as the process does (see sockets.pl). */
export class End {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, pid: number) {
    this.#child = child;
    this.pid = pid;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** All ends share one CPU: then frames meet each other in the order in which they were sent. */
  static async start(): Promise<End> {
    const script = join(import.meta.dirname, 'sockets.pl');
    const child = spawn('taskset', ['-c', '0', 'unshare', '--net', 'perl', script], { env: toolEnvironment(), stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child, 'spawn');
    if (child.pid === undefined) throw new Error('the end has no process');
    const end = new End(child, child.pid);
    await end.ask('hello'); // Answered once perl runs, so that the namespace is there.
    return end;
  }

  /** Sends lines, and answers those that come back. */
  async ask(...lines: string[]): Promise<string[]> {
    this.#child.stdin.write(`${lines.join('\n')}\n`);
    const answer: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Error('the end of the arena has died');
      if (value === 'end') return answer;
      answer.push(value);
    }
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin.end();
    await once(this.#child, 'exit');
  }
}
