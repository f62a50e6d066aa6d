import { createRoute, z } from '@hono/zod-openapi';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { acceptHeld } from '../regrading/take-step.ts';
import { bearer, idParam, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { regradeJson, regradeSchema } from '../schemas/regrade.ts';

const body = z.strictObject({
  submissions: z.array(z.uuid()).min(1).max(5000).optional().openapi({ description: 'Default: all that are held' }),
  reason: oneLine(500),
});

const answer = regradeSchema
  .extend({
    accepted: z.array(z.string()).openapi({ description: 'Submissions whose held version is current now' }),
    left: z.array(z.string()).openapi({ description: 'Submissions whose grade became another one since theirs was held: they stay held' }),
  })
  .openapi('AcceptedRegrade');

const route = createRoute({
  method: 'post',
  path: '/v1/regrades/{id}/accept',
  tags: ['regrades'],
  summary: 'Make held versions current, in place of those that stand (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer('Accepted', answer), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 422) },
});

export function addAcceptHeld(api: Api, dependencies: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { submissions, reason: why } = context.req.valid('json');
    const done = await acceptHeld(dependencies, context.get('viewer'), context.req.valid('param').id, { submissions, why });
    return context.json({ ...regradeJson(done.regrade), accepted: done.accepted, left: done.left }, 200);
  });
}
