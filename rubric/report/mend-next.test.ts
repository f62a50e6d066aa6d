import { expect, test } from 'vitest';
import type { CheckResult, ScoredGrade } from '../grade.ts';
import { mendNext } from './mend-next.ts';

const check = (id: string, earned: number | null, possible: number, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  title: id,
  outcome: earned === null ? 'not_gradable' : earned === possible && possible > 0 ? 'passed' : earned > 0 ? 'partial' : 'failed',
  earned,
  possible,
  expected: '',
  seen: '',
  where: null,
  hint: null,
  quote: null,
  blockedBy: null,
  review: null,
  ...more,
});

function gradeOf(...checks: CheckResult[]): ScoredGrade {
  const points = { earned: 0, judged: 0, possible: 0 };
  return { status: 'final', rubric: { id: 'small', version: '1.0.0' }, ...points, criteria: [{ id: 'ssh', title: 'SSH', ...points, checks }], notes: [] };
}

const told = (grade: ScoredGrade, most = 3) => mendNext(grade, most).map(({ check: { id }, lost, lostBehind }) => ({ id, lost, lostBehind }));

test('what costs most comes first, and of equals what comes first in the rubric', () => {
  const grade = gradeOf(check('a', 50, 100), check('b', 0, 300), check('c', 0, 50), check('d', 100, 100), check('e', 0, 200));
  expect(told(grade)).toEqual([
    { id: 'b', lost: 300, lostBehind: 0 },
    { id: 'e', lost: 200, lostBehind: 0 },
    { id: 'a', lost: 50, lostBehind: 0 },
  ]);
});

test('a condition without points stands for all that it blocks, through chains', () => {
  const grade = gradeOf(check('condition', 0, 0), check('next', 0, 100, { blockedBy: 'condition' }), check('last', 0, 200, { blockedBy: 'next' }), check('other', 0, 250));
  expect(told(grade)).toEqual([
    { id: 'condition', lost: 0, lostBehind: 300 },
    { id: 'other', lost: 250, lostBehind: 0 },
  ]);
});

test('what could not be judged costs nothing, and a full score leaves nothing to mend', () => {
  expect(told(gradeOf(check('open', null, 100), check('passed', 100, 100)))).toEqual([]);
});
