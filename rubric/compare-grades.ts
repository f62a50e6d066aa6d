import type { CheckResult, CriterionResult, Grade } from './grade.ts';
import type { Hundredths } from './points.ts';

/** judged, unjudged: points that were open are not any more, or the other way round; neither is gained or lost. */
export type Direction = 'gained' | 'lost' | 'judged' | 'unjudged' | 'new' | 'gone' | 'same';

export interface Comparison<T> {
  id: string;
  title: string;
  /** Null: that grade has no such thing. */
  before: T | null;
  after: T | null;
  direction: Direction;
  /** After less before; null where one of them has no points. */
  difference: Hundredths | null;
}

export interface ComparedCriterion extends Comparison<CriterionResult> {
  checks: Comparison<CheckResult>[];
}

/** Two grades by criterion and check, the bonus apart, in the order of the second; what only the first one has comes last. */
export function compareGrades(before: Grade, after: Grade): { criteria: ComparedCriterion[]; bonus: Comparison<CheckResult>[] } {
  const [old, now] = [criteriaOf(before), criteriaOf(after)];
  const criteria = pairs(old, now).map(([first, second]): ComparedCriterion => ({ ...compare(first, second), checks: compareChecks(first?.checks ?? [], second?.checks ?? []) }));
  return { criteria, bonus: compareChecks(bonusOf(before), bonusOf(after)) };
}

function compareChecks(before: readonly CheckResult[], after: readonly CheckResult[]): Comparison<CheckResult>[] {
  return pairs(before, after).map(([first, second]) => compare(first, second));
}

function compare<T extends { id: string; title: string; earned: Hundredths | null }>(before: T | null, after: T | null): Comparison<T> {
  const { id, title } = (after ?? before) as T;
  const [from, to] = [before?.earned ?? null, after?.earned ?? null];
  return { id, title, before, after, direction: directionOf(before, after), difference: from === null || to === null ? null : to - from };
}

function directionOf(before: { earned: Hundredths | null } | null, after: { earned: Hundredths | null } | null): Direction {
  if (!before) return 'new';
  if (!after) return 'gone';
  if (before.earned === after.earned) return 'same';
  if (before.earned === null) return 'judged';
  if (after.earned === null) return 'unjudged';
  return after.earned > before.earned ? 'gained' : 'lost';
}

function pairs<T extends { id: string }>(before: readonly T[], after: readonly T[]): [T | null, T | null][] {
  const old = new Map(before.map((each) => [each.id, each]));
  const known = new Set(after.map(({ id }) => id));
  return [...after.map((each): [T | null, T | null] => [old.get(each.id) ?? null, each]), ...before.filter(({ id }) => !known.has(id)).map((each): [T | null, T | null] => [each, null])];
}

function criteriaOf(grade: Grade): readonly CriterionResult[] {
  return grade.status === 'not_gradable' ? [] : grade.criteria;
}

function bonusOf(grade: Grade): readonly CheckResult[] {
  return grade.status === 'not_gradable' ? [] : (grade.bonus?.checks ?? []);
}
