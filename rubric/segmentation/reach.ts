import { isAvailable } from '../check.ts';
import type { Unavailable } from '../evidence.ts';
import type { Answer, Attempt, NamespaceReach } from '../probes/namespace-reach.ts';

/** What was tried between namespaces, which are named by their inodes. Null: nothing could be tried. */
export interface Reach {
  /** The first way in which `from` reaches an address of `to` (one of `only`, where given). */
  way(from: string, to: string, only?: readonly string[]): (Attempt & { answer: Exclude<Answer, null> }) | null;
  /** Whether everything was tried from this one; false where the machine was too busy, or has too many. */
  isWhole(from: string): boolean;
  /** Whether something was tried from `from` to `to`. */
  wasTried(from: string, to: string): boolean;
}

/** The experiment's answers, to be asked. */
export function reachOf(evidence: NamespaceReach | Unavailable): Reach | null {
  if (!isAvailable(evidence)) return null;
  const between = new Map<string, Attempt[]>();
  for (const attempt of evidence.attempts) {
    const key = `${attempt.from} ${attempt.to}`;
    between.set(key, [...(between.get(key) ?? []), attempt]);
  }
  const whole = new Set(evidence.tried);
  const attempts = (from: string, to: string) => between.get(`${from} ${to}`) ?? [];
  return {
    way(from, to, only) {
      for (const { answer, ...attempt } of attempts(from, to)) {
        if (answer !== null && (only?.includes(attempt.address) ?? true)) return { ...attempt, answer };
      }
      return null;
    },
    isWhole: (from) => whole.has(from),
    wasTried: (from, to) => whole.has(from) && attempts(from, to).length > 0,
  };
}

/** How it answered, after “reaches ADDRESS ”. */
export function inWords(answer: Exclude<Answer, null>): string {
  return { echo: 'by ping', listener: 'by TCP', service: `on port ${'port' in answer ? answer.port : ''}` }[answer.by];
}
