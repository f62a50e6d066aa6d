import { expect, test } from 'vitest';
import type { CheckResult, ScoredGrade } from './grade.ts';
import { applyOverrides } from './overrides.ts';
import { markdownReport } from './report/markdown.ts';
import { textReport } from './report/text.ts';

const check = (id: string, earned: number | null, possible: number): CheckResult => ({
  id,
  title: id,
  outcome: earned === null ? 'not_gradable' : earned === possible ? 'passed' : 'failed',
  earned,
  possible,
  expected: 'a',
  seen: 'b',
  where: null,
  hint: null,
  quote: null,
  blockedBy: null,
  review: null,
});
const grade: ScoredGrade = {
  status: 'provisional',
  rubric: { id: 'test', version: '1.0.0+0' },
  earned: 100,
  judged: 300,
  possible: 400,
  criteria: [
    { id: 'ssh', title: 'SSH', earned: 100, judged: 300, possible: 400, checks: [check('ssh.a', 100, 100), check('ssh.b', 0, 200), check('ssh.c', null, 100)] },
  ],
  bonus: { earned: 0, possible: 100, checks: [check('bonus.a', 0, 100)] },
  notes: [],
};
const override = (checkId: string, earned: number) => ({ checkId, earned, reason: 'Shown in the lab' });

test('an instructor’s points stand in place of the rubric’s, which are kept, and all sums follow', () => {
  const after = applyOverrides(grade, [override('ssh.b', 150), override('ssh.c', 100), override('bonus.a', 100)]);
  expect(after).toMatchObject({ status: 'final', earned: 350, judged: 400, possible: 400, bonus: { earned: 100 } });
  expect(after.status !== 'not_gradable' && after.criteria[0]).toMatchObject({ earned: 350, judged: 400, possible: 400 });
  expect(after.status !== 'not_gradable' && after.criteria[0]?.checks.map(({ outcome, override: set }) => [outcome, set?.scored])).toEqual([
    ['passed', undefined],
    ['partial', 0],
    ['passed', null],
  ]);
});

test('a grade that nothing overrides is the same, byte for byte', () => {
  expect(applyOverrides(grade, [])).toBe(grade);
  expect(JSON.stringify(applyOverrides(grade, [override('ssh.gone', 100)]))).toBe(JSON.stringify(grade));
});

test('no more points than the check has', () => {
  expect(applyOverrides(grade, [override('ssh.a', 500)])).toMatchObject({ earned: 100 });
});

test('reports say that an instructor set the points, why, and what the rubric had given', () => {
  const after = applyOverrides(grade, [override('ssh.b', 200)]);
  const told = /Shown in the lab \(the rubric had given 0\)/;
  expect(textReport(after)).toMatch(told);
  expect(markdownReport(after, { address: '10.0.0.2', gradedAt: null }).replaceAll('\\', '')).toMatch(told);
});
