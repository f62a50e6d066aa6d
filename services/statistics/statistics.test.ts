import { expect, test } from 'vitest';
import type { CheckResult, Grade } from '#rubric/grade.ts';
import { commonFailures, maskWords } from './common-failure.ts';
import { discrimination, fewest, markOf } from './discrimination.ts';
import { histogram, timeBins } from './histogram.ts';
import { mean, median, spreadOf } from './summary.ts';
import { durationText, passedWithin, timeToPass } from './time-to-pass.ts';
import { outcomesOf, turnsOf } from './turns.ts';

const check = (seen: string, also: Partial<CheckResult> = {}): CheckResult => ({
  id: 'ssh.one', title: 'One', outcome: 'failed', earned: 0, possible: 100, expected: 'no', seen, where: null, hint: 'Mend 10.0.0.1', quote: null, blockedBy: null, review: null, ...also,
});
const grade = (...checks: CheckResult[]): Grade => ({
  status: 'final', rubric: { id: 'r', version: '1' }, earned: 0, judged: 100, possible: 100, notes: [], criteria: [{ id: 'ssh', title: 'SSH', earned: 0, judged: 100, possible: 100, checks }],
});

const at = (hours: number) => ({ at: new Date(hours * 3_600_000), count: 2 });

test('mean, median and spread are those worked out by hand, and none for no values', () => {
  expect([median([]), mean([]), spreadOf([])]).toEqual([null, null, null]);
  expect([median([4, 1, 3]), median([4, 1, 3, 2]), mean([1, 2, 6])]).toEqual([3, 2.5, 3]);
  // The upper quartile is a quarter of the way from the sixth (5) to the seventh (7).
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  expect(spreadOf(values)).toMatchObject({ count: 8, mean: 5, least: 2, lowerQuartile: 4, median: 4.5, upperQuartile: 5.5, most: 9 });
  // Squares of the distances sum to 32, divided by 7.
  expect(spreadOf(values)?.deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
  expect(spreadOf([3])).toMatchObject({ mean: 3, deviation: 0 });
});

test('a histogram holds each value once, borders above and the most in the last bin', () => {
  expect(histogram([0, 24, 25, 99, 100], { most: 100, bins: 4 }).map(({ count }) => count)).toEqual([2, 1, 0, 2]);
});

test('hours are put together to few bins of one width, with empty ones between', () => {
  expect(timeBins([at(0), at(3)]).map(({ count }) => count)).toEqual([2, 0, 0, 2]);
  const wide = timeBins([at(1), at(1000), at(1001)]);
  expect(wide.length).toBeLessThanOrEqual(60);
  expect(wide.reduce((sum, { count }) => sum + count, 0)).toBe(6);
  expect(new Set(wide.map(({ from, to }) => to.getTime() - from.getTime()))).toEqual(new Set([24 * 3_600_000]));
  expect(timeBins([])).toEqual([]);
});

test('discrimination is the correlation with the rest, and is left open where it says nothing', () => {
  const passed = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
  const rests = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  // Point-biserial by hand: (7 − 2) / s · √(5·5/(10·9)) with s² = 82.5/9.
  expect(discrimination(passed, rests)).toBeCloseTo((5 / Math.sqrt(82.5 / 9)) * Math.sqrt(25 / 90), 12);
  expect(discrimination(passed.toReversed(), rests)).toBeCloseTo(-(5 / Math.sqrt(82.5 / 9)) * Math.sqrt(25 / 90), 12);
  expect(discrimination(passed.map(() => 1), rests)).toBeNull();
  expect(discrimination(passed, rests.map(() => 4))).toBeNull();
  expect(discrimination(passed.slice(1, fewest), rests.slice(1, fewest))).toBeNull();
  expect([-0.01, 0, 0.09, 0.1, null].map(markOf)).toEqual(['negative', 'low', 'low', 'fine', 'unknown']);
});

test('turns are counted between passed and not passed alone, over what could be judged', () => {
  expect(turnsOf(['failed', 'partial', 'passed', 'passed'])).toBe(1);
  expect(turnsOf(['passed', 'failed', 'passed'])).toBe(2);
  expect(turnsOf(['passed', 'not_gradable', 'passed', 'not_gradable'])).toBe(0);
  expect(turnsOf(['failed', 'not_gradable', 'passed', 'partial'])).toBe(2);
  expect([turnsOf([]), turnsOf(['failed'])]).toEqual([0, 0]);
  expect(outcomesOf({ attempts: 4, notPassed: [[4, 'partial'], [2, 'failed']] })).toEqual(['passed', 'failed', 'passed', 'partial']);
});

test('the time to pass is over those who passed, and its curve rises to their number', () => {
  const students = [0, 2, 2, 30, null].map((hoursToPass) => ({ attempts: 2, hoursToPass }));
  expect(timeToPass(students)).toEqual({ students: 5, passed: 4, medianHours: 2, curve: [{ hours: 0, passed: 1 }, { hours: 2, passed: 3 }, { hours: 30, passed: 4 }] });
  expect([passedWithin(students, 0), passedWithin(students, 2), passedWithin(students, 29)]).toEqual([1, 3, 3]);
  expect(timeToPass([{ attempts: 1, hoursToPass: null }])).toEqual({ students: 1, passed: 0, medianHours: null, curve: [{ hours: 0, passed: 0 }] });
  expect([0.5, 5.55, 60].map(durationText)).toEqual(['30 min', '5.5 h', '2.5 days']);
});

test('words of a failure are masked to what machines have in common, and made harmless', () => {
  expect(maskWords('eth0 has 10.0.0.7/24, port 2222 is open')).toBe('eth0 has ‹address›, port ‹n› is open');
  expect(maskWords('fe80::1ff:fe23:4567:890a answers, 2001:db8::1 not')).toBe('‹address› answers, ‹address› not');
  expect(maskWords('52:54:00:12:ab:ff at 12:30')).toBe('‹MAC address› at ‹n›:‹n›');
  expect(maskWords('std::string at end::')).toBe('std::string at end::');
  expect(maskWords('a\u001B[31mb\u202E\n\tc')).toBe('ab c');
  expect(maskWords('x '.repeat(5000)).length).toBe(240);
});

test('the most frequent words win, and a check that waits for another has none', () => {
  const grades = [
    grade(check('port 22')), grade(check('rare')), grade(check('port 2222', { outcome: 'partial' })), grade(check('fine', { outcome: 'passed' })), grade(check('blocked by x', { id: 'ssh.two', blockedBy: 'ssh.one' })),
    { status: 'not_gradable', rubric: { id: 'r', version: '1' }, possible: 100, reason: { code: 'x', message: 'y' } } satisfies Grade,
  ];
  expect(commonFailures(grades)).toEqual([{ checkId: 'ssh.one', seen: 'port ‹n›', count: 2, of: 3, expected: 'no', hint: 'Mend ‹address›' }]);
});
