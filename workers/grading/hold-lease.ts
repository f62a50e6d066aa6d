import type { Database } from '#db/database.ts';
import { leaseSeconds, renewLease } from '#db/queries/host-leases.ts';

/** Part of the term after which a lease that could not be renewed is given up: the host is empty when another may come. */
const leavesAfter = 0.8;

export interface HeldLease {
  /** Aborted when the host may be another run's, or the outer signal is. */
  signal: AbortSignal;
  /** True once the lease could not be renewed in time. */
  readonly lost: boolean;
  release(): void;
}

/** Renews a run's lease on its host three times in its term. A worker that slept through it learns so and leaves the host. */
export function holdLease(
  db: Database,
  runId: string,
  { outer, seconds = leaseSeconds, since = performance.now() }: { outer?: AbortSignal | undefined; seconds?: number | undefined; /** When the lease was asked for, by performance.now(). */ since?: number } = {},
): HeldLease {
  const termMs = seconds * 1000;
  const losing = new AbortController();
  let renewedAt = since;
  let isHeld = true;
  let leaving: NodeJS.Timeout | undefined;
  const leaveIn = (milliseconds: number): void => {
    clearTimeout(leaving);
    leaving = setTimeout(() => losing.abort(), milliseconds);
  };
  leaveIn(termMs * leavesAfter - (performance.now() - since));
  const renew = async (): Promise<void> => {
    const askedAt = performance.now();
    // Stopped for longer than the term: the host may be another's by now, so leave it before asking.
    if (askedAt - renewedAt >= termMs * leavesAfter) losing.abort();
    const renewed = await renewLease(db, runId, seconds).catch(() => null);
    // A database that does not answer for a while is no loss until the term is nearly over.
    if (renewed === false) losing.abort();
    if (!renewed || !isHeld || losing.signal.aborted) return;
    renewedAt = askedAt;
    leaveIn(termMs * leavesAfter - (performance.now() - askedAt));
  };
  const timer = setInterval(() => void renew(), termMs / 3);
  return {
    signal: outer ? AbortSignal.any([outer, losing.signal]) : losing.signal,
    get lost() {
      return losing.signal.aborted;
    },
    release: () => {
      isHeld = false;
      clearInterval(timer);
      clearTimeout(leaving);
    },
  };
}
