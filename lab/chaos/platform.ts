import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Database, openDatabase } from '#db/database.ts';
import { freeLoopbackPort } from '#db/embedded/free-port.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { openSealer, type Sealer } from '#db/sealed.ts';
import { type Gate, openGate } from './gate.ts';
import { killablePostgres, killableRedis, type KillableServer } from './servers.ts';
import type { ChaosSettings } from './settings.ts';
import { Supervised } from './supervised.ts';
import { workerHandicaps } from './handicaps.ts';

/** All parts of a Netgrader, each a process of its own, with gates between them. */
export interface ChaosPlatform {
  /** Past the gates. */
  db: Database;
  sealer: Sealer;
  apiUrl: string;
  api: Supervised;
  workers: Supervised[];
  postgres: KillableServer;
  redis: KillableServer | null;
  gates: { postgres: Gate; redis: Gate | null };
  /** Environment of the product's processes. */
  env: NodeJS.ProcessEnv;
  /** Each worker's handicap, or why it could not be had. */
  handicaps: string[];
  logFolder: string;
  stop(): Promise<void>;
}

/** @param folder a new one, for this run alone */
export async function startChaosPlatform(
  folder: string,
  { backend, workers: count, lockSeconds, retrySeconds, handicapped }: Pick<ChaosSettings, 'backend' | 'workers' | 'lockSeconds' | 'retrySeconds'> & { handicapped: boolean },
): Promise<ChaosPlatform> {
  const postgres = await killablePostgres(folder);
  const redis = backend === 'redis' ? await killableRedis(folder) : null;
  const gates = { postgres: await openGate(postgres.port), redis: redis && (await openGate(redis.port)) };
  await migrateDatabase(postgres.url);
  const database = openDatabase(postgres.url, { connections: 5 });
  const secret = `v1:${randomBytes(32).toString('base64url')}`;
  const apiPort = await freeLoopbackPort();
  const through = new URL(postgres.url);
  through.port = String(gates.postgres.port);
  const env: NodeJS.ProcessEnv = {
    DATABASE_URL: through.href,
    NETGRADER_SECRET: secret,
    NETGRADER_ALLOWED_NETWORKS: '127.0.0.0/8',
    NETGRADER_LOCK_SECONDS: String(lockSeconds),
    NODE_ENV: 'production',
    ...(gates.redis ? { NETGRADER_QUEUE_URL: `redis://127.0.0.1:${gates.redis.port}` } : {}),
    ...(retrySeconds === undefined ? {} : { NETGRADER_RETRY_SECONDS: retrySeconds }),
  };
  const logFolder = path.join(folder, 'logs');
  mkdirSync(logFolder);
  const api = new Supervised({ args: ['serve', '--port', String(apiPort)], env, ready: 'listening', logFile: path.join(logFolder, 'api.log') });
  const handicaps = handicapped ? await workerHandicaps(folder) : [];
  const workers = Array.from({ length: count }, (_, number) => {
    const handicap = handicaps[number];
    return new Supervised({
      args: ['work'],
      env: { ...env, ...handicap?.env },
      ready: 'working',
      logFile: path.join(logFolder, `worker-${number}.log`),
      ...(handicap?.wrapper ? { wrapper: handicap.wrapper } : {}),
    });
  });
  await Promise.all([api.ready(), ...workers.map((worker) => worker.ready())]);
  return {
    db: database.db,
    sealer: openSealer(secret),
    apiUrl: `http://127.0.0.1:${apiPort}`,
    api,
    workers,
    postgres,
    redis,
    gates,
    env,
    handicaps: handicaps.map(({ name }) => name),
    logFolder,
    stop: async () => {
      await Promise.all([api.end(20_000), ...workers.map((worker) => worker.end(20_000))]);
      gates.postgres.close();
      gates.redis?.close();
      await database.close();
      await redis?.stop();
      await postgres.stop();
    },
  };
}
