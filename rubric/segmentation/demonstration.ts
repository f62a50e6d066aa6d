import type { Finding } from '../check.ts';

/** How much of one check a demonstration earns, `done` of `total`, and the words for it. */
export type Part = Finding & { done: number; total: number };

/** One way of showing segmentation, judged: what each of the criterion's three checks would say of it. */
export interface Demonstration {
  way: 'namespaces' | 'docker' | 'mixed';
  exist: Part;
  connected: Part;
  /** Null where it could not be tried from inside. */
  isolation: Part | null;
  /** What is there, in a clause, for a report on the other way. */
  summary: string;
  /** Where the tools and the kernel contradict each other. */
  review: string | null;
}

const share = (part: Part | null): number => (part === null ? 0 : Math.min(1, part.done / part.total));

/** Share of the criterion, by the weights of its checks in the exercise's rubric (3, 3 and 4 of 10 points). */
export function worth({ exist, connected, isolation }: Demonstration): number {
  return 0.3 * share(exist) + 0.3 * share(connected) + 0.4 * share(isolation);
}

/** `a`, `a and b`, `a, b and c`; at most six, and how many more. */
export function listed(names: readonly string[]): string {
  const shown = names.length > 6 ? [...names.slice(0, 6), `${names.length - 6} more`] : names;
  return shown.length < 2 ? (shown[0] ?? 'none') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
