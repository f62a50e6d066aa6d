import type { Database } from '#db/database.ts';
import { deleteUnusedUploads } from '#db/queries/uploads.ts';
import type { Queues } from './open-queues.ts';
import { requeueNeglected } from './requeue.ts';

/** How long a submission may be without a job before somebody looks: a crash between insert and enqueue is rare. */
const periodMs = 60_000;

/** Between the upload of an archive and the submission that names it. */
const uploadSeconds = 24 * 3600;

/** Enqueues again what was handed in and lost its job, and deletes archives that nobody handed in, once a minute. A failed sweep is logged and tried again. */
export function startSweeper(
  db: Database,
  queues: Queues,
  { log }: { log: { error(details: object, message: string): void } },
): { stop(): Promise<void> } {
  let sweeping: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweep(db, queues).catch((err: unknown) => log.error({ err }, 'sweep failed'));
  }, periodMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}

async function sweep(db: Database, queues: Queues): Promise<void> {
  await requeueNeglected(db, queues);
  await deleteUnusedUploads(db, uploadSeconds);
}
