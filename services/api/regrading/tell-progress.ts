import { setTimeout as after } from 'node:timers/promises';
import type { SSEStreamingApi } from 'hono/streaming';
import type { Database } from '#db/database.ts';
import { type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { progressJson } from '../schemas/regrade.ts';

/** A look costs one short query; nobody sees a bar move more often. */
const lookEveryMs = 500;
/** Proxies close what says nothing, most of them after a minute, and a reader that is gone may show only by writing to it. */
const sayNothingForMs = 15_000;

/** Sends progress whenever it is not what was seen last, until the regrade is over or nobody reads any more. */
export async function tellProgress(db: Database, stream: SSEStreamingApi, found: Regrade, seenBefore: string | undefined): Promise<void> {
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  let seen = seenBefore;
  let quietSince = performance.now();
  for (let regrade: Regrade | null = found; regrade && !stream.aborted; regrade = await selectOptionalRegrade(db, found.id)) {
    const id = progressId(regrade);
    if (seen !== id) {
      await stream.writeSSE({ event: 'progress', id, data: JSON.stringify(progressJson(regrade)) });
      seen = id;
      quietSince = performance.now();
    } else if (performance.now() - quietSince > sayNothingForMs) {
      await stream.write(': still here\n\n');
      quietSince = performance.now();
    }
    if (isOver(regrade)) return;
    // Whoever leaves ends the wait.
    await after(lookEveryMs, undefined, { signal: gone.signal }).catch(() => {});
  }
}

export function isOver({ state }: Pick<Regrade, 'state'>): boolean {
  return state === 'finished' || state === 'cancelled' || state === 'undone';
}

/** The same progress has the same id. The rate alone is no news. */
export function progressId({ state, counts }: Pick<Regrade, 'state' | 'counts'>): string {
  return [state, ...Object.values(counts)].join('.');
}
