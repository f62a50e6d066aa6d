import type { CheckResult, Grade } from '../grade.ts';
import type { Hundredths } from '../points.ts';

export interface Mendable {
  check: CheckResult;
  /** What it costs by itself. */
  lost: Hundredths;
  /** What the checks cost that wait for it. */
  lostBehind: Hundredths;
}

/**
 * The checks that cost most, those that wait for them counted in; of equals, the rubric's order. Blocked checks stand for
 * nothing by themselves, nor do those that could not be judged: these cost nothing. The bonus is apart.
 */
export function mendNext(grade: Grade, most: number): Mendable[] {
  if (grade.status === 'not_gradable') return [];
  const checks = grade.criteria.flatMap((criterion) => criterion.checks);
  const byId = new Map(checks.map((check) => [check.id, check]));
  const behind = new Map<string, Hundredths>();
  for (const check of checks) {
    const first = firstBlocker(check, byId);
    if (first !== check) behind.set(first.id, (behind.get(first.id) ?? 0) + lostBy(check));
  }
  return checks
    .filter(({ blockedBy }) => blockedBy === null || !byId.has(blockedBy))
    .map((check) => ({ check, lost: lostBy(check), lostBehind: behind.get(check.id) ?? 0 }))
    .filter(({ check, lost, lostBehind }) => (check.outcome === 'failed' || check.outcome === 'partial') && lost + lostBehind > 0)
    .toSorted((a, b) => b.lost + b.lostBehind - (a.lost + a.lostBehind))
    .slice(0, most);
}

/** The check that a chain of blocked ones begins with. A blocker stands before what it blocks, so that chains end. */
function firstBlocker(check: CheckResult, byId: ReadonlyMap<string, CheckResult>): CheckResult {
  const blocker = check.blockedBy === null ? undefined : byId.get(check.blockedBy);
  return blocker && blocker !== check ? firstBlocker(blocker, byId) : check;
}

function lostBy({ earned, possible }: CheckResult): Hundredths {
  return earned === null ? 0 : possible - earned;
}
