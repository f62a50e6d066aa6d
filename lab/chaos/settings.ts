export type Backend = 'postgres' | 'redis';

/** How much is done and how often each fault comes. */
export interface ChaosSettings {
  backend: Backend;
  seed: number;
  submissions: number;
  workers: number;
  /** Faults and submissions are spread over so long. */
  stormMs: number;
  faults: FaultCounts;
  /** Longest cut of a connection, in seconds; the shortest is 1 s. */
  longestCutSeconds: number;
  /** Of queue locks and host leases; the product's own default is 30 s, which would make the suite five times as long. */
  lockSeconds: number;
  /** Waits after transport faults; undefined: the product's own. */
  retrySeconds: string | undefined;
}

export interface FaultCounts {
  workerKills: number;
  workerStops: number;
  redisKillsKeeping: number;
  redisKillsLosing: number;
  postgresKills: number;
  apiKills: number;
  cutsToPostgres: number;
  cutsToRedis: number;
  cutsToHosts: number;
}

const full: FaultCounts = {
  workerKills: 50,
  workerStops: 20,
  redisKillsKeeping: 5,
  redisKillsLosing: 5,
  postgresKills: 10,
  apiKills: 10,
  cutsToPostgres: 8,
  cutsToRedis: 8,
  cutsToHosts: 8,
};

/** The whole suite at scale 1; each kind of fault comes at least once at any smaller one. */
export function chaosSettings(asked: { backend: Backend; seed: number; submissions: number; scale: number }): ChaosSettings {
  const { scale, ...rest } = asked;
  const counts = Object.fromEntries(Object.entries(full).map(([kind, count]) => [kind, Math.max(1, Math.round(count * scale))])) as unknown as FaultCounts;
  // Without it in use, a Redis that dies is no fault.
  const noRedis = rest.backend === 'redis' ? {} : { redisKillsKeeping: 0, redisKillsLosing: 0, cutsToRedis: 0 };
  return {
    ...rest,
    workers: 4,
    stormMs: Math.max(10_000, 240_000 * scale),
    faults: { ...counts, ...noRedis },
    longestCutSeconds: scale < 0.5 ? 3 : 20,
    lockSeconds: scale < 0.5 ? 3 : 6,
    retrySeconds: scale < 0.5 ? '2,4,8' : undefined,
  };
}
