import { createLogUpdate } from 'log-update';

export interface Progress {
  phase: string;
  done?: number;
  total?: number;
}

/** One line a host, redrawn in place on a terminal; elsewhere a line for each change of phase. */
export class ProgressBoard {
  readonly #names: string[];
  readonly #width: number;
  readonly #states = new Map<string, string>();
  readonly #stream: NodeJS.WriteStream;
  readonly #draw: ReturnType<typeof createLogUpdate> | null;

  constructor(names: string[], stream: NodeJS.WriteStream = process.stdout) {
    this.#names = names;
    this.#width = Math.max(...names.map((name) => name.length));
    this.#stream = stream;
    this.#draw = stream.isTTY ? createLogUpdate(stream) : null;
  }

  update(name: string, progress: Progress): void {
    const count = progress.total ? ` ${progress.done ?? 0}/${progress.total}` : '';
    const state = this.#draw ? `${progress.phase}${count}` : progress.phase;
    if (this.#states.get(name) === state) return;
    this.#states.set(name, state);
    if (this.#draw) this.#draw(this.#names.map((each) => this.#line(each)).join('\n'));
    else this.#stream.write(`${this.#line(name)}\n`);
  }

  /** Leaves the last picture on the screen. */
  done(): void {
    this.#draw?.done();
  }

  #line(name: string): string {
    return `  ${name.padEnd(this.#width)}  ${this.#states.get(name) ?? ''}`;
  }
}
