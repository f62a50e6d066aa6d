import { openDatabase } from '#db/database.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { openSealer } from '#db/sealed.ts';
import { readApiConfig } from '#services/api/config.ts';
import { createApp } from '#services/create-app.ts';
import { listen } from '#services/api/listen.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { log } from '../log.ts';
import { metricsAddress, startMetrics } from '../metrics.ts';
import { builtInRubricFile } from '../built-in-rubric.ts';
import { readTextFile } from '../rubric-file.ts';
import { rubricDifferences } from '../calibrated-rubric.ts';
import { databaseUrl, queueBackend, secret, wholeNumber } from '../settings.ts';
import { stopSignal } from '../stopping.ts';

/** Serves until a signal. Throws UsageError and the errors of set-up. */
export async function serve(host: string, portOption?: string): Promise<void> {
  const port = wholeNumber('NETGRADER_PORT', 8080, [0, 65_535], portOption === undefined ? process.env : { NETGRADER_PORT: portOption });
  const url = databaseUrl();
  const config = readApiConfig(process.env, readTextFile(builtInRubricFile, 'rubric'));
  const sealer = openSealer(secret());
  const backend = queueBackend();
  const address = metricsAddress();
  await migrateDatabase(url);
  const database = openDatabase(url, { onError: (error) => log.error({ err: error }, 'database connection') });
  const queues = openQueues({ backend, onError: (error) => log.error({ err: error }, 'queue connection') });
  const app = createApp({ db: database.db, queues, sealer, config, log, rubricDifferences });
  const metrics = await startMetrics(address, { db: database.db, queues });
  const stopped = stopSignal();
  const server = await listen(app.fetch, { host, port });
  log.info({ url: server.url }, 'listening');
  log.info({ signal: await stopped }, 'stopping');
  await Promise.all([server.close(), metrics.close()]);
  await queues.close();
  await database.close();
}
