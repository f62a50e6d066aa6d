import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { requireRegrade } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { isOver, progressId, tellProgress } from '../regrading/tell-progress.ts';
import { bearer, idParam } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

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
    const seen = context.req.valid('header')['last-event-id'];
    // A browser connects again whenever a stream ends; this alone tells it not to (HTML, server-sent events §9.2).
    if (isOver(found) && seen === progressId(found)) return context.body(null, 204);
    // A proxy that collects an answer before it passes it on would show nothing until the end.
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, (stream) =>
      // The stream ends early, and the reader may connect again; what went wrong is ours to know.
      tellProgress(db, stream, found, seen).catch((error: unknown) =>
        log.error({ err: error, regrade: found.id, requestId: context.get('requestId') }, 'watching a regrade failed'),
      ),
    );
  });
}
