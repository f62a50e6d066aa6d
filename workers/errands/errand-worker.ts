import type { VisitDependencies } from '../grading/visit-host.ts';
import type { WorkerLog } from '../grading/worker-log.ts';
import { type QueueWorker, startWorker, type WorkerOptions } from '../queues/start-worker.ts';
import { checkVm } from './check-vm.ts';
import { previewDraft } from './preview-draft.ts';

/** Runs errands until closed. What comes of one is stored with its row; a fault of ours leaves the row unfinished. */
export function startErrandWorker(
  dependencies: VisitDependencies,
  { log, ...options }: Omit<WorkerOptions<'errands'>, 'onError'> & { log: WorkerLog },
): QueueWorker {
  return startWorker(
    'errands',
    ({ kind, id }, { signal }) => (kind === 'check-vm' ? checkVm(dependencies, id, { signal, log }) : previewDraft(dependencies.db, id, signal)),
    { concurrency: 4, ...options, onError: ({ error, payload, final }) => log.error({ err: error, ...payload, final }, 'errand failed on our side') },
  );
}
