import { plainLine } from '#rubric/report/inert.ts';

const namesShown = 3;

/** Collects why files of an archive are left out: one sentence a reason, however many files it meets. */
export class LeftOut {
  readonly #byReason = new Map<string, { names: string[]; count: number }>();

  /** `name` null: one that cannot be shown. */
  add(name: string | null, why: string): void {
    const entry = this.#byReason.get(why) ?? { names: [], count: 0 };
    entry.count += 1;
    if (name !== null && entry.names.length < namesShown) entry.names.push(`“${plainLine(name).slice(0, 100)}”`);
    this.#byReason.set(why, entry);
  }

  /** Such as `“a.bin”, “b.bin” and 3 more: neither text, nor …`. */
  sentences(): string[] {
    return [...this.#byReason].map(([why, { names, count }]) => {
      const rest = count - names.length;
      if (names.length === 0) return `${count} ${count === 1 ? 'file' : 'files'}: ${why}`;
      return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${why}`;
    });
  }
}
