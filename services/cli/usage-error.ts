import { MigrationError } from '#db/migrate.ts';
import { InvalidSecretError } from '#db/sealed.ts';
import { InvalidConfigError } from '#services/api/config.ts';
import { ListenError } from '#services/api/listen.ts';

/** Bad usage of the command line: ends with exit status 2 and the sentence alone, without a stack. */
export class UsageError extends Error {
  readonly code = 'bad-usage';
}

/** Exit statuses that scripts rely on. */
export const exitStatus = { graded: 0, failed: 1, badUsage: 2, notGradable: 3 } as const;

/** Errors whose message names a setting and the fix: the message alone is printed. */
export function isForOperators(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof InvalidConfigError || error instanceof InvalidSecretError ||
    error instanceof MigrationError || error instanceof ListenError;
}
