import type { CheckResult, Grade } from './grade.ts';

/**
 * The grade without its single checks: totals, by criterion too, and notes stay, with a first note that says why nothing more
 * is there. Where a bonus is left without checks, its sums stay. A grade that could not be formed has no checks to conceal.
 */
export function concealChecks(grade: Grade, why: string): Grade {
  if (grade.status === 'not_gradable') return grade;
  const checks: CheckResult[] = [];
  return {
    ...grade,
    criteria: grade.criteria.map((criterion) => ({ ...criterion, checks })),
    ...(grade.bonus ? { bonus: { ...grade.bonus, checks } } : {}),
    notes: [why, ...grade.notes],
  };
}
