import { setTimeout as delay } from 'node:timers/promises';
import { hasOpenWork } from '#db/queries/open-work.ts';
import type { Database } from '#db/database.ts';
import type { Queues } from '#workers/queues/open-queues.ts';

const pollMs = 500;

/**
 * Resolves with true once there was nothing to do for so long, with false at the signal. What waits for its time counts as
 * something to do: without a worker nobody would wake it. So does a database or a queue that does not answer.
 */
export async function idleFor(milliseconds: number, isOccupied: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  let since = performance.now();
  while (!signal.aborted) {
    const askedAt = performance.now();
    if (await isOccupied().catch(() => true)) since = performance.now();
    else if (askedAt - since >= milliseconds) return true;
    await delay(Math.min(pollMs, milliseconds), undefined, { signal }).catch(() => {});
  }
  return false;
}

/** Whether a worker has something to do: by the database, or by either queue. */
export async function isBusy(db: Database, queues: Queues): Promise<boolean> {
  if (await hasOpenWork(db)) return true;
  return Object.values(await queues.depth()).some(({ waiting, active, delayed }) => waiting + active + delayed > 0);
}
