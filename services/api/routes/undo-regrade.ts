import { createRoute, z } from '@hono/zod-openapi';
import { selectKept } from '#db/queries/regrade-undo.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { undo } from '../regrading/take-step.ts';
import { bearer, idParam, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { regradeJson, regradeSchema } from '../schemas/regrade.ts';

const body = z.strictObject({ reason: oneLine(500) });

const answer = regradeSchema
  .extend({
    kept: z
      .array(z.object({ submission: z.string(), student: z.string() }))
      .openapi({ description: 'Left alone, since their grade changed again after the regrade' }),
  })
  .openapi('UndoneRegrade');

const route = createRoute({
  method: 'post',
  path: '/v1/regrades/{id}/undo',
  tags: ['regrades'],
  summary: 'Bring back the grades from before, save those that changed since (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer('Undone', answer), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 422) },
});

export function addUndoRegrade(api: Api, dependencies: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const undone = await undo(dependencies, context.get('viewer'), context.req.valid('param').id, context.req.valid('json').reason);
    const kept = (await selectKept(dependencies.db, undone.id)).map(({ submissionId, studentId }) => ({ submission: submissionId, student: studentId }));
    return context.json({ ...regradeJson(undone), kept }, 200);
  });
}
