import type { Database } from '#db/database.ts';
import { deleteUnusedUploads } from '#db/queries/uploads.ts';
import type { Queues } from './open-queues.ts';
import { requeueNeglected, requeueRegrades } from './requeue.ts';

/** How long a submission or a regrade may be without a job before somebody looks; also how often. */
const periodSeconds = 15;

/** Between the upload of an archive and the submission that names it. */
const uploadSeconds = 24 * 3600;

/**
 * Enqueues again what was handed in or confirmed and lost its job, and deletes archives that nobody handed in. A failed sweep is
 * logged and tried again. `lanes`: of a regrade.
 */
export function startSweeper(
  db: Database,
  queues: Queues,
  { log, lanes }: { log: { error(details: object, message: string): void }; lanes: number },
): { stop(): Promise<void> } {
  let sweeping: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    // One that lasts longer than the period, since the queue does not answer, is not joined by a second one.
    sweeping ??= sweep(db, queues, lanes)
      .catch((err: unknown) => log.error({ err }, 'sweep failed'))
      .finally(() => (sweeping = null));
  }, periodSeconds * 1000);
  return {
    stop: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}

async function sweep(db: Database, queues: Queues, lanes: number): Promise<void> {
  await requeueNeglected(db, queues, periodSeconds);
  await requeueRegrades(db, queues, lanes);
  await deleteUnusedUploads(db, uploadSeconds);
}
