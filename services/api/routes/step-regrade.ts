import { createRoute } from '@hono/zod-openapi';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { type PlainStep, takePlainStep } from '../regrading/take-step.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { regradeJson, regradeSchema } from '../schemas/regrade.ts';

const summaries: Record<PlainStep, string> = {
  pause: 'Begin nothing new until it is resumed',
  resume: 'Go on with a paused regrade',
  cancel: 'End it: what is done stays, the rest is left as it is',
  retry: 'Take up again those that failed, and only those',
};

const routeOf = <V extends string>(verb: V, summary: string) =>
  createRoute({
    method: 'post',
    path: `/v1/regrades/{id}/${verb}`,
    tags: ['regrades'],
    summary: `${summary} (instructors)`,
    security: bearer,
    request: { params: idParam },
    responses: { 200: jsonAnswer('As it is now', regradeSchema), ...problemAnswers(401, 403, 404, 409) },
  });

/** `pause`, `resume`, `cancel` and `retry`. */
export function addStepRegrade(api: Api, dependencies: ApiDependencies): void {
  for (const [verb, summary] of Object.entries(summaries) as [PlainStep, string][]) {
    api.openapi(routeOf(verb, summary), async (context) => {
      const moved = await takePlainStep(dependencies, context.get('viewer'), context.req.valid('param').id, verb);
      return context.json(regradeJson(moved), 200);
    });
  }
}
