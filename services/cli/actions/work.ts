import { openDatabase } from '#db/database.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { openSealer } from '#db/sealed.ts';
import { startGradingWorker } from '#workers/grading/grading-worker.ts';
import { retryDelaysMs } from '#workers/grading/retry.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { startSweeper } from '#workers/queues/sweeper.ts';
import { log } from '../log.ts';
import { metricsAddress, startMetrics } from '../metrics.ts';
import { databaseUrl, politeness as readPoliteness, queueBackend, secret, wholeNumber } from '../settings.ts';
import { stopSignal } from '../stopping.ts';

/** Works until a signal. Throws UsageError and the errors of set-up. */
export async function work(option?: string): Promise<void> {
  const env = option === undefined ? process.env : { NETGRADER_CONCURRENCY: option };
  const concurrency = wholeNumber('NETGRADER_CONCURRENCY', 10, [1, 200], env);
  const politeness = readPoliteness();
  const address = metricsAddress();
  const url = databaseUrl();
  const backend = queueBackend();
  const sealer = openSealer(secret());
  await migrateDatabase(url);
  const database = openDatabase(url, { onError: (error) => log.error({ err: error }, 'database connection') });
  const { db } = database;
  const queues = openQueues({ backend, onError: (error) => log.error({ err: error }, 'queue connection') });
  const metrics = await startMetrics(address, { db, queues });
  const { observer } = metrics;
  const visits = { db, sealer, retryDelaysMs, username: 'netgrader', ...(observer && { observer }) };
  const worker = startGradingWorker(visits, { backend, concurrency, log });
  const regrader = startRegradingWorker({ ...visits, politeness }, { backend, log });
  const sweeper = startSweeper(db, queues, { log, lanes: politeness.total });
  const stopped = stopSignal();
  await Promise.all([worker.ready(), regrader.ready()]);
  log.info({ concurrency }, 'working');
  log.info({ signal: await stopped }, 'stopping');
  await metrics.close();
  await sweeper.stop();
  await Promise.all([worker.close(), regrader.close()]);
  await queues.close();
  await database.close();
}
