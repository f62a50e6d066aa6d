import { type CheckResult, type Grade, type ScoredGrade } from '#rubric/grade.ts';

/** All checks of a grade, those of the bonus included; none where there is no grade. */
export function checksOf(grade: Grade): CheckResult[] {
  return grade.status === 'not_gradable' ? [] : [...grade.criteria.flatMap(({ checks }) => checks), ...(grade.bonus?.checks ?? [])];
}

/** What is wrong with a grade's numbers and texts, in words; nothing for a sound one. */
export function flawsOf(grade: Grade): string[] {
  if (grade.status === 'not_gradable') return grade.reason.message === '' ? ['no reason'] : [];
  return [...checksOf(grade).flatMap(flawsOfCheck), ...flawsOfSums(grade)];
}

function flawsOfCheck({ id, outcome, earned, possible, seen, hint }: CheckResult): string[] {
  const range = { passed: earned === possible, failed: earned === 0, not_gradable: earned === null, partial: earned !== null && earned >= 0 && earned <= possible && Number.isInteger(earned) };
  return [
    ...(range[outcome] ? [] : [`${id} is ${outcome} with ${earned} of ${possible}`]),
    ...(seen.trim() === '' ? [`${id} saw nothing`] : []),
    ...(outcome !== 'passed' && !hint ? [`${id} gives no hint`] : []),
    ...(seen.length > 1000 ? [`${id} tells ${seen.length} characters`] : []),
  ];
}

function flawsOfSums(grade: ScoredGrade): string[] {
  const sum = (key: 'earned' | 'judged' | 'possible') => grade.criteria.reduce((total, criterion) => total + criterion[key], 0);
  const inside = [grade, ...grade.criteria].every(({ earned, judged, possible }) => 0 <= earned && earned <= judged && judged <= possible);
  const ofChecks = grade.criteria.every(({ earned, checks }) => earned === checks.reduce((total, check) => total + (check.earned ?? 0), 0));
  return [
    ...(inside ? [] : ['earned, judged and possible are out of order']),
    ...(ofChecks && (['earned', 'judged', 'possible'] as const).every((key) => sum(key) === grade[key]) ? [] : ['the sums are wrong']),
    ...((grade.status === 'final') === (grade.judged === grade.possible) ? [] : [`${grade.status} with ${grade.judged} of ${grade.possible} judged`]),
  ];
}
