import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult, Grade } from '#rubric/grade.ts';
import { builtInRubric, enrolHost, gradeEnrolled } from './grading.ts';
import { type Lab, openLab } from './lab.ts';
import { bootInState, readDefects, readStates, type State } from './states.ts';

const rubric = builtInRubric();
const defects = readDefects();
const others = readStates().filter(({ kind }) => kind === 'whole' || kind === 'style');
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

/** Boots a host, brings it to its state, enrols it as its student would, grades it, and turns it off. */
async function gradeState(state: Pick<State, 'name' | 'base' | 'file'>): Promise<Grade> {
  const host = await bootInState(lab, state.name, state);
  try {
    return (await gradeEnrolled(await enrolHost(lab, host), rubric)).grade;
  } finally {
    await host.stop();
  }
}

function checksOf(grade: Grade): CheckResult[] {
  if (grade.status === 'not_gradable') throw new Error(grade.reason.message);
  expect(grade.status).toBe('final');
  return grade.criteria.flatMap((criterion) => criterion.checks);
}

const lost = (check: CheckResult) => check.outcome !== 'passed';

describe.concurrent('the rubric, calibrated on live hosts', () => {
  test('a stock host earns nothing', async () => {
    const grade = await gradeState({ name: 'stock', base: 'stock', file: null });
    expect(checksOf(grade).filter((check) => check.earned !== 0)).toEqual([]);
    expect(grade).toMatchObject({ status: 'final', earned: 0 });
  });

  test.each(others)('$name ($title) costs nothing but what it declares', async (state) => {
    const grade = await gradeState(state);
    expect(checksOf(grade).filter(lost).map(({ id }) => id)).toEqual(state.trips);
  });

  test.each(defects)('$name ($title) costs exactly the checks that it declares', async (defect) => {
    const checks = checksOf(await gradeState(defect));
    expect(checks.filter(lost).map(({ id }) => id).toSorted()).toEqual(defect.trips.toSorted());
  });
});

test('at least 20 defects are kept, and every check of the rubric has one that trips it', () => {
  const tripped = new Set(defects.flatMap((defect) => defect.trips));
  const checks = rubric.criteria.flatMap((criterion) => criterion.items.map((item) => item.check.id));
  expect(defects.length).toBeGreaterThanOrEqual(20);
  expect(checks.filter((id) => !tripped.has(id))).toEqual([]);
});
