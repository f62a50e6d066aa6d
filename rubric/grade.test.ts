import { describe, expect, test } from 'vitest';
import { type Check, defineCheck, failed, isAvailable, notGradable, partial, passed, type Verdict } from './check.ts';
import { score, type ScoredGrade } from './grade.ts';
import { gradeToJson } from './grade-json.ts';
import type { Rubric, RubricItem } from './rubric.ts';
import { bundleWith, collected } from './testing/bundle.ts';

const words = { title: 'A check', expected: 'something sound', hint: 'Look there' };
const fixed = (id: string, verdict: Verdict): Check => defineCheck({ ...words, id, needs: [], evaluate: () => verdict });
const item = (check: Check, possible: number, requires: string[] = []): RubricItem => ({ check, possible, requires, parameters: {} });
const rubricOf = (...items: RubricItem[]): Rubric => ({
  id: 'test',
  version: '1.0.0+0',
  title: 'Test',
  parameters: {},
  criteria: [{ id: 'ssh', title: 'SSH', possible: items.reduce((sum, one) => sum + one.possible, 0), items }],
  bonus: [],
});
const seen = { seen: 'this' };
const bonusVerdicts: Record<string, Verdict> = { won: passed(seen), unknown: notGradable(seen) };

function scored(...items: RubricItem[]): ScoredGrade {
  const grade = score(bundleWith({}), rubricOf(...items));
  if (grade.status === 'not_gradable') throw new Error('expected a scored grade');
  return grade;
}
const checkOf = (grade: ScoredGrade, id: string) => grade.criteria[0]?.checks.find((check) => check.id === id);

describe('scoring', () => {
  test('passed earns all, partial its share in exact hundredths, failed nothing', () => {
    const grade = scored(
      item(fixed('a', passed(seen)), 150),
      item(fixed('b', partial(1, 3, seen)), 100),
      item(fixed('c', failed(seen)), 250),
    );
    expect(grade).toMatchObject({ status: 'final', earned: 183, judged: 500, possible: 500 });
    expect(checkOf(grade, 'b')).toMatchObject({ outcome: 'partial', earned: 33 });
  });

  test('what is not gradable costs nothing, is no zero, and makes the grade provisional', () => {
    const grade = scored(item(fixed('a', passed(seen)), 100), item(fixed('b', notGradable(seen)), 400));
    expect(grade).toMatchObject({ status: 'provisional', earned: 100, judged: 100, possible: 500 });
    expect(checkOf(grade, 'b')).toMatchObject({ outcome: 'not_gradable', earned: null });
  });

  test('a check whose requirement failed says what blocks it; one whose requirement is not gradable is not gradable', () => {
    const grade = scored(
      item(fixed('no', failed(seen)), 100),
      item(fixed('unknown', notGradable(seen)), 100),
      item(fixed('half', partial(1, 2, seen)), 100),
      item(fixed('a', passed(seen)), 100, ['no']),
      item(fixed('b', passed(seen)), 100, ['unknown']),
      item(fixed('c', passed(seen)), 100, ['half']),
      item(fixed('d', passed(seen)), 100, ['a']),
    );
    expect(checkOf(grade, 'a')).toMatchObject({ outcome: 'failed', earned: 0, blockedBy: 'no' });
    expect(checkOf(grade, 'b')).toMatchObject({ outcome: 'not_gradable', earned: null, blockedBy: 'unknown' });
    expect(checkOf(grade, 'c')).toMatchObject({ outcome: 'passed', blockedBy: null });
    expect(checkOf(grade, 'd')).toMatchObject({ outcome: 'failed', blockedBy: 'a' });
  });

  test('needed evidence that is absent makes a check not gradable; used evidence arrives as absent', () => {
    const needs = defineCheck({ ...words, id: 'needs', needs: ['account'], evaluate: () => passed(seen) });
    const uses = defineCheck({
      ...words,
      id: 'uses',
      needs: [],
      uses: ['account'],
      evaluate: ({ account }) => (isAvailable(account) ? failed(seen) : passed({ seen: account.reason })),
    });
    const bundle = bundleWith({ account: { status: 'unavailable', reason: 'timed-out', detail: 'account did not end within 5 s' } });
    const grade = score(bundle, rubricOf(item(needs, 100), item(uses, 100))) as ScoredGrade;
    expect(checkOf(grade, 'needs')).toMatchObject({ outcome: 'not_gradable', seen: 'account did not end within 5 s' });
    expect(checkOf(grade, 'uses')).toMatchObject({ outcome: 'passed', seen: 'timed-out' });
  });

  test('a login that the host does not know is not gradable, and the sentence names it', () => {
    const bundle = bundleWith({ account: collected('', { exit: 2 }) });
    const grade = score(bundle, rubricOf(item(fixed('a', failed(seen)), 100)));
    expect(grade).toMatchObject({ status: 'not_gradable', reason: { code: 'login-not-found' } });
    expect(grade.status === 'not_gradable' && grade.reason.message).toContain('student');
  });

  test('sudo that does not work is told once, at the top', () => {
    const bundle = bundleWith({}, { sudo: { works: false, detail: 'sudo: a password is required' } });
    const grade = score(bundle, rubricOf(item(fixed('a', passed(seen)), 100))) as ScoredGrade;
    expect(grade.notes.join()).toContain('a password is required');
  });

  test('a bonus is apart: it is in no total, and neither a lost nor an unknown one touches the grade', () => {
    const rubric = { ...rubricOf(item(fixed('a', passed(seen)), 100)), bonus: ['won', 'lost', 'unknown'].map((id) => item(fixed(id, bonusVerdicts[id] ?? failed(seen)), 50)) };
    const grade = score(bundleWith({}), rubric) as ScoredGrade;
    expect(grade).toMatchObject({ status: 'final', earned: 100, judged: 100, possible: 100, bonus: { earned: 50, possible: 150 } });
    expect(gradeToJson(grade)).toMatchObject({ bonusEarned: 0.5, bonus: [{ id: 'won', earned: 0.5 }, { id: 'lost', earned: 0 }, { id: 'unknown', earned: null }] });
  });

  test('the same bundle and rubric give the same bytes', () => {
    const rubric = rubricOf(item(fixed('a', partial(2, 3, seen)), 100));
    expect(JSON.stringify(score(bundleWith({}), rubric))).toBe(JSON.stringify(score(bundleWith({}), rubric)));
  });
});

describe('the JSON of a grade', () => {
  test('is in points, with the fields that other programs rely on', () => {
    const grade = scored(item(fixed('a', passed(seen)), 150), item(fixed('b', notGradable(seen)), 50));
    expect(gradeToJson(grade)).toMatchObject({
      rubric: { id: 'test', version: '1.0.0+0' },
      status: 'provisional',
      earned: 1.5,
      judged: 1.5,
      possible: 2,
      bonus: [],
      bonusEarned: 0,
      notes: [],
      criteria: [
        {
          id: 'ssh',
          title: 'SSH',
          earned: 1.5,
          judged: 1.5,
          possible: 2,
          checks: [
            { id: 'a', title: 'A check', outcome: 'passed', earned: 1.5, possible: 1.5, blockedBy: null, review: null },
            { id: 'b', outcome: 'not_gradable', earned: null, possible: 0.5 },
          ],
        },
      ],
    });
  });

  test('a run that could not be graded has no criteria and says why', () => {
    const bundle = bundleWith({ account: collected('', { exit: 2 }) });
    const json = gradeToJson(score(bundle, rubricOf(item(fixed('a', failed(seen)), 100))));
    expect(json).toMatchObject({ status: 'not_gradable', criteria: [], reason: { code: 'login-not-found' } });
  });
});
