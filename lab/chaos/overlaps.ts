import type { Overlap } from './hosts/messages.ts';
import { socketOwner } from './socket-owner.ts';
import type { Supervised } from './supervised.ts';

export interface OverlapCount {
  /** While the older visit's worker was stopped and could do nothing. */
  whileStopped: number;
  /** Of them, how long the older one lasted once its worker went on: the longest, in milliseconds. */
  longestAfterContinueMs: number;
  /** Hosts that two running workers visited at once. */
  others: string[];
}

/** Looks into each overlap as it is told, while both connections are there. */
export function overlapWatch(workers: () => readonly Supervised[], hostPort: () => number) {
  const count: OverlapCount = { whileStopped: 0, longestAfterContinueMs: 0, others: [] };
  const owners = new Map<number, Supervised>();
  return {
    count,
    onOverlap({ number, address, olderPort }: Overlap): void {
      const pid = socketOwner(workers().flatMap((worker) => worker.pid ?? []), olderPort, hostPort());
      const owner = workers().find((worker) => worker.pid === pid);
      // Gone, or half closed, by the time that we look: no visit any more.
      if (pid === null || !owner) return;
      const isExcused = owner.isStopped || (owner.continuedAt !== null && Date.now() - owner.continuedAt < 1000);
      if (!isExcused) return void count.others.push(address);
      count.whileStopped += 1;
      owners.set(number, owner);
    },
    onOverlapOver(number: number, at: number): void {
      const continued = owners.get(number)?.continuedAt;
      if (continued) count.longestAfterContinueMs = Math.max(count.longestAfterContinueMs, at - continued);
    },
  };
}
