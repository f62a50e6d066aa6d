import { createRoute } from '@hono/zod-openapi';
import { selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { requireRegrade } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { previewJson, previewSchema, regradeJson, regradeSchema } from '../schemas/regrade.ts';

const answer = regradeSchema
  .extend({ preview: previewSchema })
  .openapi('RegradeWithPreview');

const route = createRoute({
  method: 'get',
  path: '/v1/regrades/{id}',
  tags: ['regrades'],
  summary: 'A regrade: its progress, and how many gain and lose by which check (instructors)',
  security: bearer,
  request: { params: idParam },
  responses: { 200: jsonAnswer('The regrade', answer), ...problemAnswers(401, 403, 404) },
});

export function addGetRegrade(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const regrade = await requireRegrade(db, context.get('viewer'), context.req.valid('param').id);
    const preview = previewJson(await selectRegradePreview(db, regrade.id));
    return context.json({ ...regradeJson(regrade), preview }, 200);
  });
}
