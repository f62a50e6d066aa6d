import type { Database } from '#db/database.ts';
import type { ListeningApi } from '#services/api/listen.ts';
import { createMetrics, type Metrics } from '#services/metrics/metrics.ts';
import { serveMetrics } from '#services/metrics/serve-metrics.ts';
import type { Queues } from '#workers/queues/open-queues.ts';
import { log } from './log.ts';
import { wholeNumber } from './settings.ts';

export interface RunningMetrics {
  observer?: Metrics['observer'];
  close(): Promise<void>;
}

/** Where metrics are asked for: NETGRADER_METRICS_PORT, 0 or absent for nowhere, on NETGRADER_METRICS_HOST. Throws UsageError. */
export function metricsAddress(env: NodeJS.ProcessEnv = process.env): { host: string; port: number } | null {
  const port = wholeNumber('NETGRADER_METRICS_PORT', 0, [0, 65_535], env);
  return port === 0 ? null : { host: env['NETGRADER_METRICS_HOST'] ?? '127.0.0.1', port };
}

/** Counts and serves, where an address is given. Throws ListenError. */
export async function startMetrics(address: ReturnType<typeof metricsAddress>, parts: { db: Database; queues: Queues }): Promise<RunningMetrics> {
  if (!address) return { close: () => Promise.resolve() };
  const metrics = createMetrics({ ...parts, onError: (err) => log.error({ err }, 'metrics') });
  const server: ListeningApi = await serveMetrics(metrics, address, () => parts.queues.ping());
  log.info({ url: `${server.url}/metrics` }, 'metrics');
  return { observer: metrics.observer, close: () => server.close() };
}
