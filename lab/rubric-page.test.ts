import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { uncovered } from '#rubric/exercise-coverage.ts';
import { builtInRubric } from './grading.ts';
import { builtInCoverage, rubricPage, rubricPageFile } from './rubric-page.ts';

test('docs/rubric.md is as the rubric makes it (npm run docs:rubric writes it)', () => {
  expect(readFileSync(rubricPageFile, 'utf8')).toBe(rubricPage());
});

test('every check of the rubric serves a line of the exercise, and every line has a check or a reason', () => {
  expect(uncovered(builtInRubric(), builtInCoverage())).toEqual([]);
  const lines = builtInCoverage().flatMap(({ lines: all }) => all);
  expect(lines.filter((line) => 'reason' in line && line.reason.length < 20)).toEqual([]);
  // 22 tasks, 15 deliverables, 10 success criteria and 6 bonus challenges, as the exercise counts them.
  expect(builtInCoverage().map((group) => group.lines.length)).toEqual([22, 15, 10, 6]);
});
