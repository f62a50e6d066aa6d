import { createRoute, z } from '@hono/zod-openapi';
import { selectHostKeys } from '#db/queries/host-keys.ts';
import { requireInstructor } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { hostKeyJson, hostKeySchema } from '../schemas/host-key.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/courses/{id}/host-keys',
  tags: ['host keys'],
  summary: "Host keys of the students' machines, newest first (instructors)",
  security: bearer,
  request: {
    params: idParam,
    query: z.object({ pending: z.enum(['true', 'false']).default('false').openapi({ description: 'true: only those that wait for you' }) }),
  },
  responses: { 200: jsonAnswer('The keys', z.object({ hostKeys: z.array(hostKeySchema) })), ...problemAnswers(401, 403, 404, 422) },
});

export function addListHostKeys(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = context.req.valid('param');
    await requireInstructor(db, context.get('viewer'), id);
    const keys = await selectHostKeys(db, id, { pending: context.req.valid('query').pending === 'true' });
    return context.json({ hostKeys: keys.map(hostKeyJson) }, 200);
  });
}
