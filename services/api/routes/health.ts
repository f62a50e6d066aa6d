import { createRoute, z } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem } from '../problem.ts';
import { jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const answer = z.object({ status: z.literal('ok') });

const alive = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['operation'],
  summary: 'The process answers',
  responses: { 200: jsonAnswer('It does', answer) },
});

const ready = createRoute({
  method: 'get',
  path: '/readyz',
  tags: ['operation'],
  summary: 'Database and queue answer',
  responses: { 200: jsonAnswer('They do', answer), ...problemAnswers(503) },
});

export function addHealth(api: Api, { db, queues, log }: ApiDependencies): void {
  api.openapi(alive, (context) => context.json({ status: 'ok' as const }, 200));
  api.openapi(ready, async (context) => {
    const parts = { database: db.execute(sql`select 1`), queue: queues.ping() };
    const results = await Promise.allSettled(Object.values(parts));
    const down = Object.keys(parts).filter((_, index) => results[index]?.status === 'rejected');
    if (down.length > 0) {
      const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      log.error({ down, err: reasons[0] }, 'not ready');
      throw new ApiProblem('unavailable', `No answer from: ${down.join(', ')}.`);
    }
    return context.json({ status: 'ok' as const }, 200);
  });
}
