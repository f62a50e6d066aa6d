import { expect, test } from 'vitest';
import { compareGrades } from './compare-grades.ts';
import { type CheckResult, notGradableGrade, type ScoredGrade, totalsOf } from './grade.ts';
import { parseRubric } from './rubric.ts';

function gradeOf(checks: Record<string, number | null>): ScoredGrade {
  const results = Object.entries(checks).map(
    ([id, earned]): CheckResult => ({ id, title: id, outcome: 'partial', earned, possible: 200, expected: '', seen: '', where: null, hint: null, quote: null, blockedBy: null, review: null }),
  );
  const points = { earned: results.reduce((sum, { earned }) => sum + (earned ?? 0), 0), judged: 200, possible: 200 };
  return { status: 'final', rubric: { id: 'small', version: '1.0.0' }, ...points, criteria: [{ id: 'ssh', title: 'SSH', ...points, checks: results }], notes: [] };
}

test('each check says its direction; open points are neither gained nor lost', () => {
  const before = gradeOf({ up: 0, down: 200, still: 100, opened: 100, closed: null, gone: 50 });
  const after = gradeOf({ up: 150, down: 50, still: 100, opened: null, closed: 100, fresh: 10 });
  const [criterion] = compareGrades(before, after).criteria;
  expect(criterion?.checks.map(({ id, direction, difference }) => [id, direction, difference])).toEqual([
    ['up', 'gained', 150],
    ['down', 'lost', -150],
    ['still', 'same', 0],
    ['opened', 'unjudged', null],
    ['closed', 'judged', null],
    ['fresh', 'new', null],
    ['gone', 'gone', null],
  ]);
  expect(criterion).toMatchObject({ direction: 'lost', difference: -40 });
});

test('beside a grade that could not be formed everything is new, and nothing was a zero', () => {
  const none = notGradableGrade(totalsOf(parseRubric('id: empty\nversion: 1.0.0\ntitle: Nothing\ncriteria: []\n')), { code: 'unreachable', message: 'Silent.' });
  const { criteria } = compareGrades(none, gradeOf({ one: 100 }));
  expect(criteria).toMatchObject([{ before: null, direction: 'new', difference: null, checks: [{ before: null, direction: 'new', difference: null }] }]);
});
