/** What a step of `npm test` came to, in tests. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

export const NOTHING: TestCounts = { passed: 0, failed: 0, skipped: 0 };

/** A step that passes or fails as a whole counts as one test. */
export function countStep(exitCode: number): TestCounts {
  return exitCode === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

/**
 * The tests of a Vitest run. A file that failed without a failing test (it does not load, a hook threw) counts as
 * a failure, and so does a run that failed for a reason outside its tests.
 * @param report undefined where Vitest did not get as far as writing one
 */
export function countReport(report: VitestReport | undefined, exitCode: number): TestCounts {
  if (report === undefined) return countStep(exitCode === 0 ? 1 : exitCode);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function sum(counts: TestCounts[]): TestCounts {
  return counts.reduce(
    (total, step) => ({
      passed: total.passed + step.passed,
      failed: total.failed + step.failed,
      skipped: total.skipped + step.skipped,
    }),
    NOTHING,
  );
}

/** The last line of `npm test`, which other programs read. */
export function summaryLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
