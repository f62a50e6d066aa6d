import type { Database } from '#db/database.ts';
import type { Queues } from './open-queues.ts';
import { requeueUnsettled } from './requeue.ts';

/** How long a submission may be without a job before somebody looks: a crash between insert and enqueue is rare. */
const periodMs = 60_000;

/** Enqueues again what was handed in and lost its job, once a minute. A failed sweep is logged and tried again. */
export function startSweeper(
  db: Database,
  queues: Queues,
  { log }: { log: { error(details: object, message: string): void } },
): { stop(): Promise<void> } {
  let sweeping: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = requeueUnsettled(db, queues).catch((err: unknown) => log.error({ err }, 'sweep failed'));
  }, periodMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}
