import type { Database } from '#db/database.ts';
import { selectNeglectedSubmissions } from '#db/queries/submissions.ts';
import { selectActiveRegrades } from '#db/queries/regrades.ts';
import type { Queues } from './open-queues.ts';

/**
 * Enqueues again what is handed in and has no grade, since a submission is stored before it is enqueued and a crash may
 * come between. Harmless for those that have a job. Returns how many it looked at.
 */
export async function requeueNeglected(db: Database, queues: Queues, forSeconds = 15): Promise<number> {
  const ids = await selectNeglectedSubmissions(db, forSeconds);
  const faults: unknown[] = [];
  // One that cannot be enqueued, such as one that a worker takes at this moment, keeps no other one waiting.
  for (const id of ids) await queues.enqueueGrading(id).catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} of ${ids.length} submissions could not be enqueued`);
  return ids.length;
}

/** Lanes for regrades that have something to do. A rescoring needs one. Harmless for those that have theirs. */
export async function requeueRegrades(db: Database, queues: Queues, lanes: number): Promise<void> {
  for (const { id, kind } of await selectActiveRegrades(db)) await queues.enqueueRegrade(id, kind === 'rescore' ? 1 : lanes);
}
