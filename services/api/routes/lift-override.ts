import { createRoute, z } from '@hono/zod-openapi';
import { liftOverride } from '#db/queries/overrides.ts';
import { requireTaughtSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { notFound } from '../problem.ts';
import { bearer, jsonAnswer, oneLine } from '../schemas/common.ts';
import { gradeVersionJson, gradeVersionSchema } from '../schemas/grade-version.ts';
import { overrideParams } from '../schemas/override.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/submissions/{id}/overrides/{check}',
  tags: ['grades'],
  summary: "Lift an override: the rubric's points count again (instructors)",
  security: bearer,
  // A body of DELETE means nothing (RFC 9110 §9.3.5).
  request: { params: overrideParams, query: z.object({ reason: oneLine(500) }) },
  responses: { 200: jsonAnswer('The version that is current now', gradeVersionSchema), ...problemAnswers(401, 403, 404, 422) },
});

export function addLiftOverride(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const { id, check } = context.req.valid('param');
    const submission = await requireTaughtSubmission(db, viewer, id);
    const lifted = await liftOverride(db, { submissionId: submission.id, checkId: check, reason: context.req.valid('query').reason, userId: viewer.userId });
    if (!lifted) throw notFound('override of', check);
    return context.json(gradeVersionJson(lifted), 200);
  });
}
