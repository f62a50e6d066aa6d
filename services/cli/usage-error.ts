/** Bad usage of the command line: ends with exit status 2 and the sentence alone, without a stack. */
export class UsageError extends Error {
  readonly code = 'bad-usage';
}

/** Exit statuses that scripts rely on. */
export const exitStatus = { graded: 0, failed: 1, badUsage: 2, notGradable: 3, unconfirmed: 4, interrupted: 130 } as const;

// By code and not by class: loading the classes would load the database and the API for `--help`.
const forOperators = new Set(['bad-usage', 'invalid-config', 'invalid-secret', 'migration-failed', 'cannot-listen', 'database-unreachable']);

/** The error, or the nearest of its causes, whose message names a setting and the fix: the message alone is printed. Null: none does. */
export function forOperator(error: unknown): Error | null {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string' && forOperators.has(one.code)) return one;
  }
  return null;
}
