import type { Verdict } from './check.ts';

const limits = { seen: 1000, where: 300, hint: 1000, review: 2000, quote: 8000 } as const;

/** A verdict whose texts are as long as a reader takes: a host's names and values stand in them, as long as it likes. */
export function boundedFinding(verdict: Verdict): Verdict {
  const bounded = { ...verdict };
  for (const [part, length] of Object.entries(limits) as [keyof typeof limits, number][]) {
    const text = bounded[part];
    if (text !== undefined && text.length > length) bounded[part] = `${text.slice(0, length - 1)}…`;
  }
  return bounded;
}
