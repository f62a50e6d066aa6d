import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '#db/database.ts';
import { startEmbeddedPostgres } from '#db/embedded/start.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { createToken } from '#db/queries/api-tokens.ts';
import { createSignInLinks } from '#db/queries/sign-in-links.ts';
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
  staffId: string;
  /** An address for each that signs its person in, once. */
  signInLinks(userIds: readonly string[]): Promise<string[]>;
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
    const sweeper = startSweeper(db, queues, { log, lanes: polite.total });
    closing.push(() => sweeper.stop());
    // The address is known once the server listens, and pages and scripts name it.
    const late: { app?: ReturnType<typeof createApp> } = {};
    const server = await listenOn((request) => late.app?.fetch(request) ?? new Response('Starting\n', { status: 503 }), port);
    closing.push(() => server.close());
    const allowed = [...privateNetworks, ...networks].join(',');
    const environment = { NETGRADER_URL: server.url, NETGRADER_ALLOWED_NETWORKS: allowed, NETGRADER_WORKER_NETWORKS: networks.join(','), ...process.env };
    const config = readApiConfig(environment, readTextFile(builtInRubricFile, 'rubric'));
    late.app = createApp({ db, queues, sealer, config, log, rubricDifferences });
    const staff = await insertUser(db, { name: 'Demo staff', externalId: 'netgrader-demo-staff', isStaff: true });
    const { token } = await createToken(db, { userId: staff.id, name: 'demo', expiresAt: new Date(Date.now() + 86_400_000) }, { system: 'command line' });
    const signInLinks = async (userIds: readonly string[]) => {
      const links = userIds.map((userId) => ({ userId, courseId: null }));
      const made = await createSignInLinks(db, links, { days: 1, actor: { system: 'command line' } });
      return made.map(({ secret }) => `${config.publicUrl}/sign-in/${secret}`);
    };
    return { url: server.url, databaseUrl: postgres.url, staffToken: token, staffId: staff.id, signInLinks, [Symbol.asyncDispose]: dispose };
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
