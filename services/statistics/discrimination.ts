import { sampleCorrelation } from 'simple-statistics';

/** Fewer students say too little. */
export const fewest = 10;

/**
 * How well a check tells the strong from the weak: the correlation of the share that each student earned of it with their points in all
 * other checks (point-biserial where a check only passes or fails; with the check itself taken out of the total, "corrected
 * item-total correlation"). −1 to 1. Null where it cannot be said: fewer than `fewest` students, or all with the same share or rest.
 */
export function discrimination(shares: readonly number[], rests: readonly number[]): number | null {
  if (shares.length < fewest || isConstant(shares) || isConstant(rests)) return null;
  return sampleCorrelation([...shares], [...rests]);
}

export type DiscriminationMark = 'negative' | 'low' | 'fine' | 'unknown';

/** Below 0.1 a check tells hardly anything, below 0 it is passed by the weak rather than the strong. */
export function markOf(index: number | null): DiscriminationMark {
  if (index === null) return 'unknown';
  if (index < 0) return 'negative';
  return index < 0.1 ? 'low' : 'fine';
}

function isConstant([first, ...others]: readonly number[]): boolean {
  return others.every((value) => value === first);
}
