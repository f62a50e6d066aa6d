import { createRoute, z } from '@hono/zod-openapi';
import { acceptWaitingKey } from '../../people/accept-waiting-key.ts';
import { requireInstructor } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, id, jsonAnswer } from '../schemas/common.ts';
import { hostKeyJson, hostKeySchema } from '../schemas/host-key.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/courses/{id}/host-keys/{key}/accept',
  tags: ['host keys'],
  summary: 'Accept a changed host key in place of the pinned one (instructors)',
  security: bearer,
  request: {
    params: z.object({
      id: id.openapi({ param: { name: 'id', in: 'path' } }),
      key: id.openapi({ param: { name: 'key', in: 'path' } }),
    }),
  },
  responses: { 200: jsonAnswer('Pinned', hostKeySchema), ...problemAnswers(401, 403, 404, 409) },
});

export function addAcceptHostKey(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id: courseId, key } = context.req.valid('param');
    const viewer = context.get('viewer');
    await requireInstructor(db, viewer, courseId);
    return context.json(hostKeyJson(await acceptWaitingKey(db, viewer, { courseId, id: key })), 200);
  });
}
