import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.join(import.meta.dirname, '../../services/cli/main.ts');

export interface SupervisedOptions {
  /** Of `netgrader`. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** The log line that says that it is at work. */
  ready: string;
  /** Where its log goes. */
  logFile: string;
  /** A command that ends by executing its arguments, as the same process. */
  wrapper?: string[];
}

/** A process of the product that is started again whenever it ends, as an orchestrator does. */
export class Supervised {
  readonly #options: SupervisedOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #isReady = false;
  #isEnding = false;
  #whenReady = Promise.withResolvers<void>();
  /** Ends that nobody asked for. */
  crashes = 0;
  #killed = false;
  #stopped = false;
  #continuedAt: number | null = null;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
    this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isWorking(): boolean {
    return this.#isReady && !this.#stopped;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** When it was last continued, in milliseconds; null: never since it was started. */
  get continuedAt(): number | null {
    return this.#continuedAt;
  }

  ready(): Promise<void> {
    return this.#whenReady.promise;
  }

  /** SIGKILL. It is started again. */
  kill(): void {
    this.#killed = true;
    this.#isReady = false;
    this.#child?.kill('SIGKILL');
  }

  /** SIGSTOP. */
  stop(): void {
    this.#stopped = true;
    this.#child?.kill('SIGSTOP');
  }

  /** SIGCONT. */
  continue(): void {
    this.#stopped = false;
    this.#continuedAt = Date.now();
    this.#child?.kill('SIGCONT');
  }

  /** SIGTERM; resolves with the exit status, null where it had to be killed after all. */
  async end(graceMs: number): Promise<number | null> {
    this.#isEnding = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), graceMs);
    const [code] = await ended;
    clearTimeout(patience);
    return code;
  }

  #start(): void {
    const { args, env, ready, wrapper = [] } = this.#options;
    const [command = process.execPath, ...before] = wrapper;
    const node = wrapper.length > 0 ? [process.execPath] : [];
    const child = spawn(command, [...before, ...node, program, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    this.#killed = false;
    this.#stopped = false;
    this.#continuedAt = null;
    const atExit = (): void => void child.kill('SIGKILL');
    process.once('exit', atExit);
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#log.write(`${line}\n`);
      if (!this.#isReady && line.includes(`"msg":"${ready}"`)) {
        this.#isReady = true;
        this.#whenReady.resolve();
      }
    });
    child.once('exit', (code, signal) => {
      process.off('exit', atExit);
      if (this.#isReady) this.#whenReady = Promise.withResolvers<void>();
      this.#isReady = false;
      if (this.#isEnding) return;
      if (!this.#killed) {
        this.crashes += 1;
        this.#log.write(`ended by itself: ${signal ?? code}\n`);
      }
      // Not at once: a part that cannot start must not start a thousand times a minute.
      setTimeout(() => this.#isEnding || this.#start(), 200);
    });
  }
}
