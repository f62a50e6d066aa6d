import type { Database } from '#db/database.ts';
import { leaseSeconds, renewLease } from '#db/queries/host-leases.ts';

export interface HeldLease {
  /** Aborted when the host may be another run's, or the outer signal is. */
  signal: AbortSignal;
  /** True once the lease could not be renewed in time. */
  readonly lost: boolean;
  release(): void;
}

/** Renews a run's lease on its host three times in its term. A worker that slept through it learns so and leaves the host. */
export function holdLease(db: Database, runId: string, outer?: AbortSignal, termMs: number = leaseSeconds * 1000): HeldLease {
  const losing = new AbortController();
  let renewedAt = performance.now();
  const renew = async (): Promise<void> => {
    const askedAt = performance.now();
    const renewed = await renewLease(db, runId).catch(() => null);
    if (renewed) renewedAt = askedAt;
    // A database that does not answer for a while is no loss until the term is over.
    if (renewed === false || performance.now() - renewedAt >= termMs) losing.abort();
  };
  const timer = setInterval(() => void renew(), termMs / 3);
  return {
    signal: outer ? AbortSignal.any([outer, losing.signal]) : losing.signal,
    get lost() {
      return losing.signal.aborted;
    },
    release: () => clearInterval(timer),
  };
}
