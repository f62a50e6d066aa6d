import { setTimeout as after } from 'node:timers/promises';
import type { SSEStreamingApi } from 'hono/streaming';

/** A look costs one short query; nobody sees a bar move more often. */
const lookEveryMs = 500;
/** Proxies close what says nothing, most of them after a minute, and a reader that is gone may show only by writing to it. */
const sayNothingForMs = 15_000;

export interface Watched<T> {
  /** Null: it is no more. */
  look: () => Promise<T | null>;
  /** The same id: nothing that a reader has not seen. */
  idOf: (found: T) => string;
  tell: (found: T, id: string) => Promise<void>;
  isOver: (found: T) => boolean;
}

/** Tells whatever is not what was seen last, until it is over or nobody reads any more. */
export async function tellChanges<T>(stream: SSEStreamingApi, { look, idOf, tell, isOver }: Watched<T>, seenBefore?: string): Promise<void> {
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  let seen = seenBefore;
  let quietSince = performance.now();
  for (let found = await look(); found !== null && !stream.aborted; found = await look()) {
    const id = idOf(found);
    if (seen !== id) {
      await tell(found, id);
      seen = id;
      quietSince = performance.now();
    } else if (performance.now() - quietSince > sayNothingForMs) {
      await stream.write(': still here\n\n');
      quietSince = performance.now();
    }
    if (isOver(found)) return;
    // Whoever leaves ends the wait.
    await after(lookEveryMs, undefined, { signal: gone.signal }).catch(() => {});
  }
}
