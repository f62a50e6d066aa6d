import { createRoute, z } from '@hono/zod-openapi';
import { selectRegrades } from '#db/queries/regrades.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { regradeJson, regradeSchema } from '../schemas/regrade.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{id}/regrades',
  tags: ['regrades'],
  summary: 'Regrades of an assignment, newest first (instructors)',
  security: bearer,
  request: { params: idParam },
  responses: { 200: jsonAnswer('The regrades', z.object({ regrades: z.array(regradeSchema) })), ...problemAnswers(401, 403, 404) },
});

export function addListRegrades(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = await requireTaughtAssignment(db, context.get('viewer'), context.req.valid('param').id);
    return context.json({ regrades: (await selectRegrades(db, id)).map(regradeJson) }, 200);
  });
}
