import type { Database } from '#db/database.ts';
import { selectNeglectedSubmissions } from '#db/queries/submissions.ts';
import type { Queues } from './open-queues.ts';

/**
 * Enqueues again what is handed in and has no grade, since a submission is stored before it is enqueued and a crash may
 * come between. Harmless for those that have a job. Returns how many it looked at.
 */
export async function requeueNeglected(db: Database, queues: Queues, olderThanSeconds = 60): Promise<number> {
  const ids = await selectNeglectedSubmissions(db, olderThanSeconds);
  for (const id of ids) await queues.enqueueGrading(id);
  return ids.length;
}
