import { z } from 'zod';
import type { CheckResult, Grade } from '../grade.ts';
import { toHundredths } from '../points.ts';

/** What a calibrated state must be graded to. */
export const expectationSchema = z.strictObject({
  /** The checks that must not pass; every other one must. `all`: none that is worth points may pass. */
  trips: z.union([z.literal('all'), z.array(z.string())]),
  /** The checks that must be marked for an instructor's review, or `none` where nothing may be. */
  review: z.union([z.literal('none'), z.array(z.string())]),
  /** Points out of 100, asked of rubrics that are worth 100; null where the checks say enough. */
  earns: z.number().nullable(),
  /** Bonus checks that must pass. Others may, except on a stock host. */
  bonus: z.array(z.string()).default([]),
});
export type Expectation = z.infer<typeof expectationSchema>;

/**
 * Where a grade is not the expected one, a sentence for each check. Checks that the rubric has not are no
 * difference, so that a rubric of some criteria can be calibrated too; `only` leaves others out.
 */
export function differences(grade: Grade, expected: Expectation, only: (check: string) => boolean = () => true): string[] {
  if (grade.status === 'not_gradable') return [`it is not gradable: ${grade.reason.message}`];
  const checks = grade.criteria.flatMap((criterion) => criterion.checks).filter(({ id }) => only(id));
  const found = checks.flatMap((check) => [...outcomeDifference(check, expected), ...reviewDifference(check, expected)]);
  found.push(...bonusDifferences((grade.bonus?.checks ?? []).filter(({ id }) => only(id)), expected));
  if (expected.trips === 'all' && grade.earned !== 0) found.push(`it earns ${grade.earned / 100}, expected: 0`);
  if (expected.earns === null || grade.possible !== toHundredths(100)) return found;
  if (grade.earned !== toHundredths(expected.earns)) found.push(`it earns ${grade.earned / 100}, expected: ${expected.earns}`);
  return found;
}

function outcomeDifference({ id, outcome, seen, possible }: CheckResult, { trips }: Expectation): string[] {
  if (trips === 'all' && possible === 0) return [];
  const tripped = trips === 'all' || trips.includes(id);
  if (tripped) return outcome === 'passed' ? [`${id} passed, expected: lost (seen: ${seen})`] : [];
  const words = { passed: '', failed: 'failed', partial: 'passed in part', not_gradable: 'could not be judged' }[outcome];
  return outcome === 'passed' ? [] : [`${id} ${words}, expected: passed (seen: ${seen})`];
}

function bonusDifferences(checks: CheckResult[], { bonus, trips }: Expectation): string[] {
  const owed = checks.filter(({ id, outcome }) => bonus.includes(id) && outcome !== 'passed');
  const undue = checks.filter(({ outcome }) => trips === 'all' && outcome === 'passed');
  return [...owed.map(({ id, seen }) => `${id} is not passed, expected: it is (seen: ${seen})`), ...undue.map(({ id }) => `${id} passed on a host that did nothing`)];
}

function reviewDifference({ id, review }: CheckResult, expected: Expectation): string[] {
  if (expected.review === 'none') return review === null ? [] : [`${id} is marked for review, expected: nothing is (${review})`];
  return expected.review.includes(id) && review === null ? [`${id} is not marked for review`] : [];
}
