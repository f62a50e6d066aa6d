import type { BonusResult, CheckResult, Grade, ScoredGrade } from '../grade.ts';
import { toPoints } from '../points.ts';

export const marks = { passed: '✔', partial: '◐', failed: '✘', not_gradable: '○' } as const;

/** `1.5 of 2 points`, `blocked, 0 of 2 points`, `not gradable, 2 points open`. */
export function pointsOf(check: CheckResult): string {
  if (check.possible === 0) return 'a condition, no points';
  const possible = plural(check.possible);
  if (check.earned === null) return `not gradable, ${possible} open`;
  const earned = `${toPoints(check.earned)} of ${possible}`;
  return check.blockedBy ? `blocked, ${earned}` : earned;
}

/** Whose points they are, where an instructor's stand in place of the rubric's; null otherwise. */
export function overrideOf({ override }: CheckResult): string | null {
  if (!override) return null;
  const scored = override.scored === null ? 'had left it open' : `had given ${toPoints(override.scored)}`;
  return `${override.reason} (the rubric ${scored})`;
}

/** The total in a sentence's beginning: never a zero for a grade that could not be formed. */
export function totalOf(grade: Grade): string {
  if (grade.status === 'not_gradable') return 'Not gradable';
  const total = `${toPoints(grade.earned)} of ${plural(grade.possible)}`;
  return grade.status === 'final' ? total : `${total}, ${toPoints(grade.judged)} judged so far`;
}

/** What stopped a provisional grade, each reason once, with the checks that it concerns. */
export function openReasons(grade: ScoredGrade): { seen: string; hint: string; titles: string[] }[] {
  const reasons = new Map<string, { seen: string; hint: string; titles: string[] }>();
  for (const check of grade.criteria.flatMap((criterion) => criterion.checks)) {
    if (check.outcome !== 'not_gradable') continue;
    const reason = reasons.get(check.seen) ?? { seen: check.seen, hint: check.hint ?? '', titles: [] };
    reason.titles.push(check.title);
    reasons.set(check.seen, reason);
  }
  return [...reasons.values()];
}

/**
 * A bonus in the order in which it is told: what was found (whole, in part, or for the instructor's eyes), and the
 * titles of the rest. What is missing is no fault, so it is only named.
 */
export function tellBonus({ checks }: BonusResult): { found: CheckResult[]; absent: string[] } {
  const found = checks.filter(({ outcome, review }) => outcome === 'passed' || outcome === 'partial' || review !== null);
  return { found, absent: checks.filter((check) => !found.includes(check)).map(({ title }) => title) };
}

function plural(hundredths: number): string {
  const points = toPoints(hundredths);
  return points === 1 ? '1 point' : `${points} points`;
}
