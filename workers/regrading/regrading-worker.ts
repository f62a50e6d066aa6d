import type { Database } from '#db/database.ts';
import { type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import type { WorkerLog } from '../grading/worker-log.ts';
import { RetryLater } from '../queues/errors.ts';
import { type QueueWorker, startWorker, type WorkerOptions } from '../queues/start-worker.ts';
import { type RecollectDependencies, recollectNext } from './recollect.ts';
import { previewRescore, rescore } from './rescore.ts';

/** Who confirms in the moment in which the preview ends finds its lane taken: so it is looked at again after it. */
async function workOnRescore(db: Database, regrade: Regrade, signal: AbortSignal): Promise<void> {
  if (regrade.state === 'previewing') await previewRescore(db, regrade, signal);
  const now = await selectOptionalRegrade(db, regrade.id);
  if (now?.state === 'running' && !signal.aborted) await rescore(db, now, signal);
}

/** Works on regrades until closed, each step of which is stored as a whole: whoever dies, another lane goes on. */
export function startRegradingWorker(
  dependencies: RecollectDependencies,
  { log, ...options }: Omit<WorkerOptions<'regrading'>, 'onError'> & { log: WorkerLog },
): QueueWorker {
  const { db, politeness } = dependencies;
  return startWorker(
    'regrading',
    async ({ regradeId }, { signal, stopping }) => {
      const regrade = await selectOptionalRegrade(db, regradeId);
      if (!regrade) return;
      const ending = AbortSignal.any([signal, stopping]);
      if (regrade.kind === 'rescore') await workOnRescore(db, regrade, ending);
      while (regrade.kind === 'recollect' && !ending.aborted) {
        const step = await recollectNext({ ...dependencies, log }, regrade, signal);
        log.info({ regradeId, ...step }, 'regrade step');
        if (step.kind === 'done') return;
        if (step.kind === 'later') throw new RetryLater(step.afterMs);
      }
      if (ending.aborted) throw new RetryLater(0);
    },
    {
      concurrency: politeness.total,
      ...options,
      onError: ({ error, payload, final }) => log.error({ err: error, ...payload, final }, 'regrade step failed on our side'),
    },
  );
}
