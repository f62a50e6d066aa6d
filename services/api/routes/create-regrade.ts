import { createRoute, z } from '@hono/zod-openapi';
import { regradeKinds } from '#db/schema/regrades.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { prepareRegrade } from '../regrading/prepare-regrade.ts';
import { bearer, id, idParam, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { readFilter, regradeFilter, regradeJson, regradeSchema } from '../schemas/regrade.ts';

const body = z.strictObject({
  kind: z.enum(regradeKinds).openapi({ description: 'rescore: from stored evidence, no machine is visited; recollect: the machines are visited again' }),
  filter: regradeFilter.default({}),
  rubric: id.optional().openapi({ description: "Id of a stored version; default: the assignment's" }),
  reason: oneLine(500),
});

const route = createRoute({
  method: 'post',
  path: '/v1/assignments/{id}/regrades',
  tags: ['regrades'],
  summary: 'Prepare a regrade: a preview is made, and no grade changes before you confirm (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 201: jsonAnswer('Prepared', regradeSchema), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addCreateRegrade(api: Api, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const assignment = await requireTaughtAssignment(db, viewer, context.req.valid('param').id);
    const { filter, ...wanted } = context.req.valid('json');
    const regrade = await prepareRegrade(dependencies, viewer, assignment, { ...wanted, filter: readFilter(filter) });
    return context.json(regradeJson(regrade), 201, { Location: `/v1/regrades/${regrade.id}` });
  });
}
