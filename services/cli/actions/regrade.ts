import type { Database } from '#db/database.ts';
import { exitStatus } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { note, type RegradeContext, withRegrades } from '../regrade/context.ts';
import { Interrupted } from '../regrade/follow.ts';

export { confirmExisting, startRegrade } from '../regrade/start.ts';
export { acceptHeld, listRegrades, showRegrade, takeStep } from '../regrade/steps.ts';

/** Runs a command that needs workers; Ctrl-C ends the watching alone. Returns the exit status. */
export async function withWorkers(use: (context: RegradeContext) => Promise<number>): Promise<number> {
  try {
    return await withRegrades(use);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    note(error.message);
    return exitStatus.interrupted;
  }
}

/** Runs a command that only reads. Returns the exit status. */
export function withRecords(use: (db: Database) => Promise<number>): Promise<number> {
  return withDatabase(use);
}
