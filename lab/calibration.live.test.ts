import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coveringSample } from '#rubric/calibration/coverage.ts';
import { differences } from '#rubric/calibration/differences.ts';
import { expectationOf, gradeState } from './calibration/grade-state.ts';
import { builtInRubric } from './grading.ts';
import { type Lab, openLab } from './lab.ts';
import { readStates, type State } from './states.ts';

const rubric = builtInRubric();
const states = readStates();
// `npm run calibrate` grades every state; these trip every check at least once, and need no image of their own.
const sample = [...states.filter(({ kind, image }) => (kind === 'stock' || kind === 'style' || kind === 'whole') && image === null), ...coveringSample(states)];
/** A defect is held against the criteria that it trips, so that a visit runs what these need; `npm run calibrate` holds it against all. */
function rubricFor({ kind, trips }: State) {
  if (kind !== 'defect' || trips === 'all') return rubric;
  return { ...rubric, criteria: rubric.criteria.filter(({ items }) => items.some(({ check }) => trips.includes(check.id))), bonus: [] };
}

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

// The exercise followed to the letter waits for answers from an internet that is not there.
describe.concurrent('the rubric, calibrated on live hosts', { timeout: 600_000 }, () => {
  test.each(sample)('$name ($title) is graded as it declares', async (state) => {
    const { grade } = await gradeState(lab, state, rubricFor(state));
    expect(differences(grade, expectationOf(state))).toEqual([]);
  });
});
