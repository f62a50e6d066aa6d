import { setTimeout as after } from 'node:timers/promises';
import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { requireRegrade } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { progressJson } from '../schemas/regrade.ts';

/** A look costs one short query; nobody sees a bar move more often. */
const lookEveryMs = 500;
/** Proxies close what says nothing, most of them after a minute, and a reader that is gone shows only by writing to it. */
const sayNothingForMs = 15_000;

const over: readonly Regrade['state'][] = ['finished', 'cancelled', 'undone'];

const route = createRoute({
  method: 'get',
  path: '/v1/regrades/{id}/events',
  tags: ['regrades'],
  summary: 'Progress as server-sent events (`event: progress`), when it changes, until it is over (instructors)',
  security: bearer,
  request: {
    params: idParam,
    headers: z.object({ 'last-event-id': z.string().max(200).optional().openapi({ description: 'What was seen already is not sent again' }) }),
  },
  responses: {
    200: { description: 'State, counts and rate, as in the regrade itself', content: { 'text/event-stream': { schema: z.string() } } },
    204: { description: 'It is over, and you have seen that: do not connect again' },
    ...problemAnswers(401, 403, 404),
  },
});

export function addWatchRegrade(api: Api, { db, log }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const found = await requireRegrade(db, context.get('viewer'), context.req.valid('param').id);
    let seen = context.req.valid('header')['last-event-id'];
    // A browser connects again whenever a stream ends; this alone tells it not to (HTML, server-sent events §9.2).
    if (over.includes(found.state) && seen === eventId(found)) return context.body(null, 204);
    // A proxy that collects an answer before it passes it on would show nothing until the end.
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(
      context,
      async (stream) => {
        const gone = new AbortController();
        stream.onAbort(() => gone.abort());
        let quietSince = performance.now();
        for (let regrade: Regrade | null = found; regrade && !stream.aborted; regrade = await selectOptionalRegrade(db, found.id)) {
          if (seen !== eventId(regrade)) {
            seen = eventId(regrade);
            await stream.writeSSE({ event: 'progress', id: seen, data: JSON.stringify(progressJson(regrade)) });
            quietSince = performance.now();
          } else if (performance.now() - quietSince > sayNothingForMs) {
            await stream.write(': still here\n\n');
            quietSince = performance.now();
          }
          if (over.includes(regrade.state)) return;
          // Whoever is gone ends the wait.
          await after(lookEveryMs, undefined, { signal: gone.signal }).catch(() => {});
        }
      },
      (error) => Promise.resolve(log.error({ err: error, regrade: found.id, requestId: context.get('requestId') }, 'watching a regrade failed')),
    );
  });
}

/** The same progress has the same id. The rate alone is no news. */
function eventId({ state, counts }: Regrade): string {
  return [state, ...Object.values(counts)].join('.');
}
