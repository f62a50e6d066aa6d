import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '#db/database.ts';
import { startEmbeddedPostgres } from '#db/embedded/start.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { createToken } from '#db/queries/api-tokens.ts';
import { insertUser } from '#db/queries/users.ts';
import { openSealer } from '#db/sealed.ts';
import { privateNetworks } from '#rubric/address-policy.ts';
import { readApiConfig } from '#services/api/config.ts';
import { createApp } from '#services/create-app.ts';
import { listen, type ListeningApi } from '#services/api/listen.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { rubricDifferences } from '#services/cli/calibrated-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { databaseUrlFile, politeness } from '#services/cli/settings.ts';
import type { DataFolder } from '#setup/data-folder.ts';
import { loadOrCreateSecret } from '#setup/secret.ts';
import { startErrandWorker } from '#workers/errands/errand-worker.ts';
import { startGradingWorker } from '#workers/grading/grading-worker.ts';
import { retryDelaysMs } from '#workers/grading/retry.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { startSweeper } from '#workers/queues/sweeper.ts';

export interface Platform extends AsyncDisposable {
  url: string;
  databaseUrl: string;
  /** A token of the demo's staff account. */
  staffToken: string;
}

export interface PlatformOptions {
  folder: DataFolder;
  /** Of the demo's hosts, beside the private ranges. */
  networks: string[];
  /** `preferred`: gives way to a free one where it is taken. */
  port: number | { preferred: number };
  log: { info(details: object, message: string): void; error(details: object, message: string): void };
}

/** The whole of Netgrader in one process: embedded Postgres, migrations, queue, worker, API on loopback. */
export async function startPlatform({ folder, networks, port, log }: PlatformOptions): Promise<Platform> {
  const closing: (() => Promise<unknown>)[] = [];
  const dispose = async () => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDirectory: folder.postgresDirectory, log: (line) => log.info({}, line) });
    closing.push(() => postgres.stop());
    writeFileSync(path.join(folder.path, databaseUrlFile), `${postgres.url}\n`, { mode: 0o600 });
    await migrateDatabase(postgres.url);
    const onError = (error: Error) => log.error({ err: error }, 'connection');
    const database = openDatabase(postgres.url, { onError });
    closing.push(() => database.close());
    const { db } = database;
    const backend = { kind: 'postgres' as const, url: postgres.url };
    const queues = openQueues({ backend, onError });
    closing.push(() => queues.close());
    const sealer = openSealer(await loadOrCreateSecret(folder.secretFile));
    const polite = politeness();
    const visits = { db, sealer, retryDelaysMs, username: 'netgrader' };
    const worker = startGradingWorker(visits, { backend, log });
    closing.push(() => worker.close());
    const regrader = startRegradingWorker({ ...visits, politeness: polite }, { backend, log });
    closing.push(() => regrader.close());
    const errands = startErrandWorker(visits, { backend, log });
    closing.push(() => errands.close());
    const allowed = [...privateNetworks, ...networks].join(',');
    const environment = { NETGRADER_ALLOWED_NETWORKS: allowed, NETGRADER_WORKER_NETWORKS: networks.join(','), ...process.env };
    const config = readApiConfig(environment, readTextFile(builtInRubricFile, 'rubric'));
    const sweeper = startSweeper(db, queues, { log, lanes: polite.total });
    closing.push(() => sweeper.stop());
    const app = createApp({ db, queues, sealer, config, log, rubricDifferences });
    const server = await listenOn(app.fetch, port);
    closing.push(() => server.close());
    const staff = await insertUser(db, { name: 'Demo staff', externalId: 'netgrader-demo-staff', isStaff: true });
    const { token } = await createToken(db, { userId: staff.id, name: 'demo', expiresAt: new Date(Date.now() + 86_400_000) }, { system: 'command line' });
    return { url: server.url, databaseUrl: postgres.url, staffToken: token, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function listenOn(fetch: Parameters<typeof listen>[0], port: PlatformOptions['port']): Promise<ListeningApi> {
  const host = '127.0.0.1';
  if (typeof port === 'number') return listen(fetch, { host, port });
  return listen(fetch, { host, port: port.preferred }).catch(() => listen(fetch, { host, port: 0 }));
}
