import { createRoute, z } from '@hono/zod-openapi';
import { confirmRegrade } from '#db/queries/regrades.ts';
import { regradeHolds } from '#db/schema/regrades.ts';
import { requireRegrade } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { startLanes } from '../regrading/start-lanes.ts';
import { wrongState } from '../regrading/wrong-state.ts';
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
  const { db } = dependencies;
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const regrade = await requireRegrade(db, viewer, context.req.valid('param').id);
    const confirmed = await confirmRegrade(db, { id: regrade.id, userId: viewer.userId, ...context.req.valid('json') });
    if (!confirmed) throw wrongState(await requireRegrade(db, viewer, regrade.id), 'ready');
    await startLanes(dependencies, confirmed);
    return context.json(regradeJson(confirmed), 200);
  });
}
