import { createRoute } from '@hono/zod-openapi';
import type { Database } from '#db/database.ts';
import { cancelRegrade, pauseRegrade, type Regrade, type RegradeStep, resumeRegrade, retryFailedItems } from '#db/queries/regrades.ts';
import { requireRegrade } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { startLanes } from '../regrading/start-lanes.ts';
import { wrongState } from '../regrading/wrong-state.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { regradeJson, regradeSchema } from '../schemas/regrade.ts';

interface Step {
  verb: string;
  summary: string;
  take: (db: Database, step: RegradeStep) => Promise<Regrade | null>;
  /** The state, in words. */
  needs: string;
}

/** Steps that say nothing but themselves. */
const steps: readonly Step[] = [
  { verb: 'pause', summary: 'Begin nothing new until it is resumed', take: pauseRegrade, needs: 'running' },
  { verb: 'resume', summary: 'Go on with a paused regrade', take: resumeRegrade, needs: 'paused' },
  { verb: 'cancel', summary: 'End it: what is done stays, the rest is left as it is', take: cancelRegrade, needs: 'not over' },
  { verb: 'retry', summary: 'Take up again those that failed, and only those', take: retryFailedItems, needs: 'finished and has submissions that failed' },
];

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
  const { db } = dependencies;
  for (const { verb, summary, take, needs } of steps) {
    api.openapi(routeOf(verb, summary), async (context) => {
      const viewer = context.get('viewer');
      const { id } = await requireRegrade(db, viewer, context.req.valid('param').id);
      const moved = await take(db, { id, userId: viewer.userId });
      if (!moved) throw wrongState(await requireRegrade(db, viewer, id), needs);
      if (moved.state === 'running') await startLanes(dependencies, moved);
      return context.json(regradeJson(moved), 200);
    });
  }
}
