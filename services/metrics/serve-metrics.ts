import { listen, type ListeningApi } from '../api/listen.ts';
import type { Metrics } from './metrics.ts';

/**
 * Serves /metrics, and /healthz for those that watch a process without a port of its own: `healthy` rejects where it
 * could not do its work now. Throws ListenError.
 */
export function serveMetrics(metrics: Metrics, where: { host: string; port: number }, healthy: () => Promise<void>): Promise<ListeningApi> {
  return listen(async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return new Response('GET only\n', { status: 405 });
    if (pathname === '/healthz') return healthy().then(() => new Response('ok\n'), () => new Response('not ready\n', { status: 503 }));
    if (pathname !== '/metrics') return new Response('See /metrics and /healthz\n', { status: 404 });
    const { body, type } = await metrics.text();
    return new Response(body, { headers: { 'Content-Type': type, 'Cache-Control': 'no-store' } });
  }, where);
}
