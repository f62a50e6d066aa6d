/** Bad usage of the command line: ends with exit status 2 and the sentence alone, without a stack. */
export class UsageError extends Error {
  readonly code = 'bad-usage';
}

/** Exit statuses that scripts rely on. */
export const exitStatus = { graded: 0, failed: 1, badUsage: 2, notGradable: 3 } as const;
