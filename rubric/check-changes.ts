import type { CheckResult, Grade } from './grade.ts';
import type { Hundredths } from './points.ts';

/** null: not gradable, or not in that grade. */
export interface CheckChange {
  check: string;
  before: Hundredths | null;
  after: Hundredths | null;
}

/** Checks that earn otherwise in the second grade, in its order; then those that only the first one has. */
export function checkChanges(before: Grade | null, after: Grade): CheckChange[] {
  const [old, now] = [earnedOf(before), earnedOf(after)];
  const ids = [...now.keys(), ...[...old.keys()].filter((id) => !now.has(id))];
  return ids.map((check) => ({ check, before: old.get(check) ?? null, after: now.get(check) ?? null })).filter((change) => change.before !== change.after);
}

function earnedOf(grade: Grade | null): Map<string, Hundredths | null> {
  if (!grade || grade.status === 'not_gradable') return new Map();
  const checks: CheckResult[] = [...grade.criteria.flatMap((criterion) => criterion.checks), ...(grade.bonus?.checks ?? [])];
  return new Map(checks.map(({ id, earned }) => [id, earned]));
}
