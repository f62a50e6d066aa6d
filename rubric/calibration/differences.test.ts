import { expect, test } from 'vitest';
import type { CheckResult, Grade, ScoredGrade } from '../grade.ts';
import { differences, type Expectation } from './differences.ts';

const check = (id: string, outcome: CheckResult['outcome'], more: Partial<CheckResult> = {}): CheckResult => ({
  id, outcome, title: id, earned: outcome === 'passed' ? 5000 : 0, possible: 5000, expected: '', seen: 'something',
  where: null, hint: null, quote: null, blockedBy: null, review: null, ...more,
});

function gradeOf(...checks: CheckResult[]): Grade {
  const earned = checks.reduce((total, { earned: points }) => total + (points ?? 0), 0);
  const totals = { earned, judged: 10_000, possible: 10_000 };
  return { status: 'final', rubric: { id: 'r', version: '1' }, ...totals, criteria: [{ id: 'ssh', title: 'SSH', ...totals, checks }], notes: [] };
}

const expected = (more: Partial<Expectation>): Expectation => ({ trips: [], review: [], earns: null, bonus: [], ...more });

test('the declared checks lost and all others passed is no difference', () => {
  expect(differences(gradeOf(check('a', 'failed'), check('b', 'passed')), expected({ trips: ['a', 'not-in-this-rubric'], earns: 50 }))).toEqual([]);
});

test('a check lost too many, one too few, one that could not be judged and a wrong sum are told apart', () => {
  const grade = gradeOf(check('a', 'passed'), check('b', 'not_gradable', { earned: null }), check('c', 'failed'));
  expect(differences(grade, expected({ trips: ['a'], earns: 60 }))).toEqual([
    'a passed, expected: lost (seen: something)',
    'b could not be judged, expected: passed (seen: something)',
    'c failed, expected: passed (seen: something)',
    'it earns 50, expected: 60',
  ]);
});

test('a stock host may pass only what is worth nothing', () => {
  const grade = gradeOf(check('a', 'passed', { possible: 0, earned: 0 }), check('b', 'failed'));
  expect(differences(grade, expected({ trips: 'all', earns: 0 }))).toEqual([]);
  expect(differences(gradeOf(check('a', 'passed')), expected({ trips: 'all' }))).toContain('it earns 50, expected: 0');
});

test('a mark for review is asked of a cheat and refused of a sound style', () => {
  const marked = gradeOf(check('a', 'passed', { review: 'two sides' }));
  expect(differences(marked, expected({ review: ['a'] }))).toEqual([]);
  expect(differences(gradeOf(check('a', 'passed')), expected({ review: ['a'] }))).toEqual(['a is not marked for review']);
  expect(differences(marked, expected({ review: 'none' }))).toEqual(['a is marked for review, expected: nothing is (two sides)']);
});

test('a bonus that is declared must be found, and a stock host has none', () => {
  const grade = gradeOf(check('a', 'failed'));
  const withBonus = (outcome: CheckResult['outcome']): Grade => ({ ...(grade as ScoredGrade), bonus: { earned: 0, possible: 1, checks: [check('bonus.vpn', outcome)] } });
  expect(differences(withBonus('passed'), expected({ trips: ['a'], bonus: ['bonus.vpn'] }))).toEqual([]);
  expect(differences(withBonus('failed'), expected({ trips: ['a'], bonus: ['bonus.vpn'] }))).toEqual(['bonus.vpn is not passed, expected: it is (seen: something)']);
  expect(differences(withBonus('passed'), expected({ trips: 'all' }))).toEqual(['bonus.vpn passed on a host that did nothing']);
});
