import type { Random } from './random.ts';
import type { ChaosSettings } from './settings.ts';

export type FaultKind =
  | 'worker-kill'
  | 'worker-stop'
  | 'redis-kill-keeping'
  | 'redis-kill-losing'
  | 'postgres-kill'
  | 'api-kill'
  | 'cut-postgres'
  | 'cut-redis'
  | 'cut-hosts';

export interface Fault {
  kind: FaultKind;
  /** From the beginning of the storm. */
  atMs: number;
  /** How long the server is down, the worker stopped, or the connection cut. */
  lastsMs: number;
}

/** All faults of a run, in the order of their times. The seed decides. */
export function scheduleFaults({ faults, stormMs, lockSeconds, longestCutSeconds }: ChaosSettings, random: Random): Fault[] {
  // Down for as long as a restart takes, cut for 1 to 20 s with short ones oftener, stopped until the lock is over.
  const down = () => random.between(100, 2000);
  const cut = () => 1000 * longestCutSeconds ** random.between(0, 1);
  const stop = () => 1000 * lockSeconds * random.between(1.2, 1.8);
  const many = (count: number, kind: FaultKind, lasts: () => number): Fault[] =>
    Array.from({ length: count }, () => ({ kind, atMs: random.between(0.02, 0.95) * stormMs, lastsMs: lasts() }));
  return [
    ...many(faults.workerKills, 'worker-kill', () => 0),
    ...many(faults.workerStops, 'worker-stop', stop),
    ...many(faults.redisKillsKeeping, 'redis-kill-keeping', down),
    ...many(faults.redisKillsLosing, 'redis-kill-losing', down),
    ...many(faults.postgresKills, 'postgres-kill', down),
    ...many(faults.apiKills, 'api-kill', () => 0),
    ...many(faults.cutsToPostgres, 'cut-postgres', cut),
    ...many(faults.cutsToRedis, 'cut-redis', cut),
    ...many(faults.cutsToHosts, 'cut-hosts', cut),
  ].toSorted((a, b) => a.atMs - b.atMs);
}
