import { type CheckResult, bonusOf, type Grade, type Outcome, totals } from './grade.ts';
import type { Hundredths } from './points.ts';

/** An instructor's points for one check. */
export interface Override {
  checkId: string;
  earned: Hundredths;
  reason: string;
}

/**
 * The grade with instructors' points in place of the rubric's, all sums made anew; what the rubric gave stays beside them. An
 * override of a check that the grade does not have, or of a grade that could not be formed, changes nothing.
 */
export function applyOverrides(grade: Grade, overrides: readonly Override[]): Grade {
  if (grade.status === 'not_gradable' || overrides.length === 0) return grade;
  const standing = new Map(overrides.map((override) => [override.checkId, override]));
  const apply = (check: CheckResult): CheckResult => {
    const override = standing.get(check.id);
    if (!override) return check;
    // A later rubric may give the check fewer points than the instructor did.
    const earned = Math.min(override.earned, check.possible);
    return { ...check, outcome: outcomeOf(earned, check.possible), earned, override: { reason: override.reason, scored: check.earned } };
  };
  const criteria = grade.criteria.map((criterion) => {
    const checks = criterion.checks.map(apply);
    return { ...criterion, ...totals(checks), checks };
  });
  const total = totals(criteria.flatMap(({ checks }) => checks));
  return {
    ...grade,
    status: total.judged === total.possible ? 'final' : 'provisional',
    ...total,
    criteria,
    ...(grade.bonus ? { bonus: bonusOf(grade.bonus.checks.map(apply)) } : {}),
  };
}

function outcomeOf(earned: Hundredths, possible: Hundredths): Outcome {
  if (earned === possible) return 'passed';
  return earned === 0 ? 'failed' : 'partial';
}
