import { openQueues } from '#workers/queues/open-queues.ts';
import type { Database } from '#db/database.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import { politeness, queueBackend } from '../settings.ts';
import { withDatabase } from '../with-database.ts';

/** What the commands work with. */
export interface RegradeContext {
  db: Database;
  /** Tells the workers that there is something to do. False: the queue does not answer, so they find out by themselves, later. */
  tell(regrade: Pick<Regrade, 'id' | 'kind'>): Promise<boolean>;
  /** False: work has waited and nobody took it up. */
  isTaken(): Promise<boolean>;
}

/** Runs a command on the database and the queue, and closes both. Throws UsageError. */
export async function withRegrades<T>(use: (context: RegradeContext) => Promise<T>): Promise<T> {
  const backend = queueBackend();
  const { total } = politeness();
  return withDatabase(async (db) => {
    const queues = openQueues({ backend });
    try {
      return await use({
        db,
        tell: ({ id, kind }) => queues.enqueueRegrade(id, kind === 'rescore' ? 1 : total).then(() => true, () => false),
        isTaken: () => queues.depth().then(({ regrading }) => regrading.active > 0 || regrading.waiting === 0, () => true),
      });
    } finally {
      await queues.close().catch(() => {});
    }
  });
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Columns of the terminal that stdout is; where it is none, nothing needs to fit. */
export function outputWidth(): number {
  return Math.max(60, process.stdout.columns ?? Number.POSITIVE_INFINITY);
}
