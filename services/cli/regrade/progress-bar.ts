import { createLogUpdate } from 'log-update';

export interface BarState {
  done: number;
  total: number;
  /** Items a minute; null: not known yet. */
  perMinute: number | null;
  /** How the items stand, and whether the whole is paused. */
  words: string;
}

/** A bar and its figures within that many columns. Empty totals draw a full bar. */
export function barLines({ done, total, perMinute, words }: BarState, width: number): string[] {
  const share = total === 0 ? 1 : done / total;
  const figures = [`${done}/${total}`, `${Math.floor(share * 100)} %`, ...rateWords({ done, total, perMinute })].join(' · ');
  const columns = Math.max(10, Math.min(40, width - figures.length - 5));
  const filled = Math.round(share * columns);
  return [`  ${'█'.repeat(filled)}${'░'.repeat(columns - filled)}  ${figures}`, `  ${words}`];
}

function rateWords({ done, total, perMinute }: Omit<BarState, 'words'>): string[] {
  if (perMinute === null || perMinute <= 0) return [];
  const seconds = Math.ceil(((total - done) / perMinute) * 60);
  const left = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return [`${Math.round(perMinute)} a minute`, ...(done < total ? [`${left} left`] : [])];
}

/** Redrawn in place on a terminal; elsewhere a line for each tenth of the way. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #phase: string;
  #last = '';

  constructor(phase: string, stream: NodeJS.WriteStream = process.stderr) {
    this.#phase = phase;
    this.#stream = stream;
    this.#draw = stream.isTTY ? createLogUpdate(stream) : null;
  }

  update(state: BarState): void {
    if (this.#draw) return this.#draw(barLines(state, this.#stream.columns ?? 80).join('\n'));
    const tenth = state.total === 0 ? 10 : Math.floor((10 * state.done) / state.total);
    const mark = `${tenth}`;
    if (mark === this.#last) return;
    this.#last = mark;
    this.#stream.write(`${this.#phase}: ${[`${state.done} of ${state.total}`, ...rateWords(state)].join(', ')} (${state.words})\n`);
  }

  /** A line that stays, above the bar. */
  note(line: string): void {
    this.#draw?.clear();
    this.#stream.write(`${line}\n`);
  }

  /** Leaves the last picture on the screen. */
  done(): void {
    this.#draw?.done();
  }
}
