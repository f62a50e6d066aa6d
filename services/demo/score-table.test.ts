import { expect, test } from 'vitest';
import type { GradeJson } from '#rubric/grade-json.ts';
import { scoreTable } from './score-table.ts';

const grade = (earned: number, status: GradeJson['status'] = 'final', judged = 10): GradeJson =>
  ({
    status,
    earned,
    judged,
    possible: 10,
    criteria: status === 'not_gradable' ? [] : [{ id: 'dns', title: 'DNS', earned, judged, possible: 10, checks: [] }],
  }) as GradeJson;

test('scores by criterion, aligned; provisional and not gradable grades say so', () => {
  const table = scoreTable(
    [
      { name: 'a', title: 'Everything done', grade: grade(10) },
      { name: 'longer', title: 'Half', grade: grade(4.5, 'provisional', 8) },
      { name: 'off', title: 'Off', grade: grade(0, 'not_gradable') },
    ],
    100,
  );
  const [header, , dns, , totals, , ...titles] = table.split('\n').map((line) => line.trim().split(/\s{2,}/));
  expect(header).toEqual(['a', 'longer', 'off']);
  expect(dns).toEqual(['dns /10', '10', '4.5', '–']);
  expect(totals).toEqual(['total', '10 / 10', '4.5 / 10', 'not gradable']);
  expect(titles.flat()).toEqual(['a: Everything done', 'longer: Half (provisional: 8 of 10 points could be judged)', 'off: Off']);
});

test('no line is wider than the terminal', () => {
  const table = scoreTable([{ name: 'a', title: 'x'.repeat(200), grade: grade(10) }], 60);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBe(60);
});
