import { Hono } from 'hono';
import { createApi } from './api/create-api.ts';
import type { ApiDependencies } from './api/dependencies.ts';
import { createWeb } from './web/create-web.ts';

/** Paths that answer programs; all others are pages. */
const ofPrograms = /^\/(?:v1|reference|healthz|readyz|openapi\.json)(?:\/|$)/;

/** The HTTP API and the pages as one fetch handler; no server in it. */
export function createApp(dependencies: ApiDependencies): Hono {
  const api = createApi(dependencies);
  const web = createWeb(dependencies);
  return new Hono().all('*', (context) => (ofPrograms.test(context.req.path) ? api : web).fetch(context.req.raw, context.env));
}
