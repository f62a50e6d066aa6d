import { expect, test } from 'vitest';
import type { PointsChange } from '#db/queries/regrade-preview.ts';
import { distributionChart } from './distribution-chart.ts';
import { checkPreviews, countImpact, distribution } from './impact.ts';

const change = (before: number | null, after: number | null, isChanging = before !== after): PointsChange => ({ before, after, isChanging });

test('gains, losses and what stays are told apart, and nobody is counted twice', () => {
  const changes = [change(100, 200), change(100, 400), change(300, 200), change(200, 200, true), change(200, 200), change(200, null), change(null, 100), change(null, null)];
  expect(countImpact(changes)).toEqual({ judged: 6, up: 3, down: 1, sameSum: 1, unchanged: 1, notJudged: 2, medianChange: 100 });
  expect(countImpact([change(100, 100)]).medianChange).toBeNull();
});

test('a distribution holds everybody who has points, those who could not be judged where they were', () => {
  const steps = distribution([change(0, 10_000), change(9999, 9999), change(500, null), change(null, null)], 10_000);
  expect(steps.length).toBe(10);
  expect(steps.at(-1)).toEqual({ from: 9000, to: 10_000, before: 1, after: 2 });
  expect(steps[0]).toEqual({ from: 0, to: 1000, before: 2, after: 1 });
});

test.each([0, 1, 90, 100, 101, 333, 10_000, 100_050])('the steps up to %i hundredths leave nobody out', (possible) => {
  const steps = distribution([change(possible, possible), change(0, 0)], possible);
  expect(steps.reduce((sum, { after }) => sum + after, 0)).toBe(2);
  expect(steps.length).toBeLessThanOrEqual(10);
  expect(steps.at(-1)?.to).toBeGreaterThanOrEqual(possible);
});

test('checks are counted over the class, most changes first', () => {
  const one = [{ check: 'a', before: 100, after: 0 }, { check: 'b', before: 0, after: 50 }];
  const two = [{ check: 'b', before: null, after: 25 }];
  expect(checkPreviews([one, two])).toEqual([
    { check: 'b', gaining: 2, losing: 0, gained: 75, lost: 0 },
    { check: 'a', gaining: 0, losing: 1, gained: 0, lost: 100 },
  ]);
});

test('the chart brings no style of its own, which the policy would refuse', async () => {
  const svg = String(await distributionChart(distribution([change(0, 100)], 200)));
  expect(svg).toContain('<svg role="img"');
  expect(svg).not.toMatch(/<style|style=/);
});
