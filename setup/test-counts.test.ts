import { expect, test } from 'vitest';
import { countReport, countStep, sum, summaryLine } from './test-counts.ts';

const EMPTY = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test('the summary is the sum of the tests of all steps', () => {
  const report = { ...EMPTY, numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  expect(summaryLine(sum([countStep(0), countStep(2), countReport(report, 1)]))).toBe('8 passed, 2 failed, 3 skipped');
});

test('a file that fails before its first test counts as a failure', () => {
  const report = { ...EMPTY, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(countReport(report, 1).failed).toBe(1);
});

test('a run that fails outside its tests never looks green', () => {
  expect(countReport({ ...EMPTY, numPassedTests: 3 }, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  expect(countReport(undefined, 0).failed).toBe(1);
});
