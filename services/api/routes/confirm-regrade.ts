import { createRoute, z } from '@hono/zod-openapi';
import { regradeHolds } from '#db/schema/regrades.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { confirm } from '../regrading/take-step.ts';
import { bearer, idParam, jsonAnswer, jsonBody } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { regradeJson, regradeSchema } from '../schemas/regrade.ts';

const body = z.strictObject({
  holds: z.enum(regradeHolds).default('all').openapi({
    description: 'Of a recollect, which grades wait until you accept them: all that the visits give (look first), those with fewer points, or none',
  }),
  adoptRubric: z.boolean().default(false).openapi({ description: "true: the regrade's rubric becomes the assignment's" }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/regrades/{id}/confirm',
  tags: ['regrades'],
  summary: 'Begin what was previewed (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer('Begun', regradeSchema), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 422) },
});

export function addConfirmRegrade(api: Api, dependencies: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const confirmed = await confirm(dependencies, context.get('viewer'), context.req.valid('param').id, context.req.valid('json'));
    return context.json(regradeJson(confirmed), 200);
  });
}
