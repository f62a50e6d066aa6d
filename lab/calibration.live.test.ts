import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult, Grade } from '#rubric/grade.ts';
import { builtInRubric, enrolHost, gradeEnrolled } from './grading.ts';
import { type Lab, openLab } from './lab.ts';
import { applyComplete, readDefects } from './states.ts';

const rubric = builtInRubric();
const defects = readDefects();
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

/** Boots a host, brings it to its state, enrols it as its student would, grades it, and turns it off. */
async function gradeState(name: string, files: 'stock' | string[]): Promise<Grade> {
  const host = await lab.boot(name);
  try {
    if (files !== 'stock') {
      await applyComplete(host);
      for (const file of files) await host.applyState(file);
    }
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
    const grade = await gradeState('stock', 'stock');
    expect(checksOf(grade).filter((check) => check.earned !== 0)).toEqual([]);
    expect(grade).toMatchObject({ earned: 0, judged: 3500, possible: 3500 });
  });

  test('a host that did everything earns everything', async () => {
    const grade = await gradeState('complete', []);
    expect(checksOf(grade).filter(lost)).toEqual([]);
    expect(grade).toMatchObject({ earned: 3500, judged: 3500, possible: 3500 });
  });

  test.each(defects)('$name ($title) costs exactly the checks that it declares', async ({ name, trips, file }) => {
    const checks = checksOf(await gradeState(name, [file]));
    expect(checks.filter(lost).map(({ id }) => id).toSorted()).toEqual(trips.toSorted());
  });
});

test('at least 20 defects are kept, and every check of the rubric has one that trips it', () => {
  const tripped = new Set(defects.flatMap((defect) => defect.trips));
  const checks = rubric.criteria.flatMap((criterion) => criterion.items.map((item) => item.check.id));
  expect(defects.length).toBeGreaterThanOrEqual(20);
  expect(checks.filter((id) => !tripped.has(id))).toEqual([]);
});
