import { openDatabase } from '#db/database.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { selectClock } from '#db/queries/clock.ts';
import { openSealer } from '#db/sealed.ts';
import { startErrandWorker } from '#workers/errands/errand-worker.ts';
import { startGradingWorker } from '#workers/grading/grading-worker.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { keepTime } from '#workers/queues/steady-clock.ts';
import { startSweeper } from '#workers/queues/sweeper.ts';
import { readDuration } from '../duration.ts';
import { log } from '../log.ts';
import { metricsAddress, startMetrics } from '../metrics.ts';
import { databaseUrl, lockSeconds, politeness as readPoliteness, queueBackend, retryDelays, secret, wholeNumber } from '../settings.ts';
import { endWithin, stopPlan, stopSignal } from '../stopping.ts';
import { idleFor, isBusy } from '../until-idle.ts';

export interface WorkOptions {
  concurrency?: string;
  untilIdle?: string;
}

/** Works until a signal or, where that is asked, until there was nothing to do for a while. Throws UsageError and the errors of set-up. */
export async function work(options: WorkOptions): Promise<void> {
  const env = options.concurrency === undefined ? process.env : { NETGRADER_CONCURRENCY: options.concurrency };
  const idleMs = options.untilIdle === undefined ? null : readDuration(options.untilIdle, '--until-idle');
  const plan = stopPlan(wholeNumber('NETGRADER_STOP_SECONDS', 10, [1, 3600]));
  const concurrency = wholeNumber('NETGRADER_CONCURRENCY', 10, [1, 200], env);
  const politeness = readPoliteness();
  const address = metricsAddress();
  const silence = lockSeconds();
  const url = databaseUrl();
  const backend = queueBackend();
  const sealer = openSealer(secret());
  await migrateDatabase(url);
  const database = openDatabase(url, { onError: (error) => log.error({ err: error }, 'database connection') });
  const { db } = database;
  const ticking = await keepTime(() => selectClock(db), log);
  const queues = openQueues({ backend, onError: (error) => log.error({ err: error }, 'queue connection') });
  const metrics = await startMetrics(address, { db, queues });
  const { observer } = metrics;
  const visits = { db, sealer, retryDelaysMs: retryDelays(), username: 'netgrader', leaseSeconds: silence, ...(observer && { observer }) };
  const lockMs = silence * 1000;
  const worker = startGradingWorker(visits, { backend, concurrency, lockMs, log });
  const regrader = startRegradingWorker({ ...visits, politeness }, { backend, lockMs, log });
  const errands = startErrandWorker(visits, { backend, lockMs, log });
  const sweeper = startSweeper(db, queues, { log, lanes: politeness.total });
  const stopping = new AbortController();
  const stopped = stopSignal().then((signal) => {
    stopping.abort();
    return signal;
  });
  const ready = Promise.all([worker.ready(), regrader.ready(), errands.ready()]).then(() => log.info({ concurrency }, 'working'));
  // A signal counts while the queue's server is still waited for, too.
  await Promise.race([ready, stopped]);
  if (idleMs !== null && (await idleFor(idleMs, () => isBusy(db, queues), stopping.signal))) log.info({ idleSeconds: idleMs / 1000 }, 'nothing to do');
  else log.info({ signal: await stopped }, 'stopping');
  const end = async () => {
    ticking.stop();
    const workers = [worker, regrader, errands].map((one) => one.close(plan.graceMs, plan.handBackMs));
    await Promise.all([metrics.close(), sweeper.stop(), ...workers]);
    await queues.close();
    await database.close();
  };
  await endWithin(plan, end, () => log.error({ seconds: plan.endMs / 1000 }, 'did not end in time; what still ran goes to another worker'));
}
