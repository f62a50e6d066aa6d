import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { ApiEnv, ApiLog } from './dependencies.ts';

/** A line for each request, when its answer begins. Not for the probes of whoever watches the process, which come all the time. */
export function logRequests(log: ApiLog) {
  return createMiddleware<ApiEnv>(async (context, next) => {
    const began = performance.now();
    await next();
    if (context.req.path === '/healthz' || context.req.path === '/readyz') return;
    const { method } = context.req;
    // The route, so that lines can be counted; who asked for what is in the audit rows.
    const details = { method, path: routePath(context, -1), status: context.res.status, ms: Math.round(performance.now() - began) };
    log.info({ ...details, requestId: context.get('requestId') }, 'request');
  });
}
