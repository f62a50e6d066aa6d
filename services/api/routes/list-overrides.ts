import { createRoute, z } from '@hono/zod-openapi';
import { selectOverrides } from '#db/queries/overrides.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { overrideJson, overrideSchema } from '../schemas/override.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{id}/overrides',
  tags: ['grades'],
  summary: 'Overrides that stand, those that wait for you to look again first (instructors)',
  security: bearer,
  request: {
    params: idParam,
    query: z.object({ lookAgain: z.enum(['true', 'false']).default('false').openapi({ description: 'true: only those whose check the rubric changed since' }) }),
  },
  responses: { 200: jsonAnswer('The overrides', z.object({ overrides: z.array(overrideSchema) })), ...problemAnswers(401, 403, 404, 422) },
});

export function addListOverrides(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = await requireTaughtAssignment(db, context.get('viewer'), context.req.valid('param').id);
    const rows = await selectOverrides(db, id, { lookAgain: context.req.valid('query').lookAgain === 'true' });
    return context.json({ overrides: rows.map(overrideJson) }, 200);
  });
}
