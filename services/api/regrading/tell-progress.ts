import type { SSEStreamingApi } from 'hono/streaming';
import type { Database } from '#db/database.ts';
import { type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { progressJson } from '../schemas/regrade.ts';
import { tellChanges } from './tell-changes.ts';

/** Sends progress whenever it is not what was seen last, until the regrade is over or nobody reads any more. */
export function tellProgress(db: Database, stream: SSEStreamingApi, found: Regrade, seenBefore: string | undefined): Promise<void> {
  const tell = (regrade: Regrade, id: string) => stream.writeSSE({ event: 'progress', id, data: JSON.stringify(progressJson(regrade)) });
  return tellChanges(stream, { look: () => selectOptionalRegrade(db, found.id), idOf: progressId, tell, isOver }, seenBefore);
}

export function isOver({ state }: Pick<Regrade, 'state'>): boolean {
  return state === 'finished' || state === 'cancelled' || state === 'undone';
}

/** The same progress has the same id. The rate alone is no news. */
export function progressId({ state, counts }: Pick<Regrade, 'state' | 'counts'>): string {
  return [state, ...Object.values(counts)].join('.');
}
