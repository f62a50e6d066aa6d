import { createRoute, z } from '@hono/zod-openapi';
import { confirmOverride } from '#db/queries/overrides.ts';
import { requireTaughtSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { notFound } from '../problem.ts';
import { bearer, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { overrideJson, overrideParams, overrideSchema } from '../schemas/override.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/submissions/{id}/overrides/{check}/confirm',
  tags: ['grades'],
  summary: 'Keep an override though the rubric changed its check: you looked again (instructors)',
  security: bearer,
  request: { params: overrideParams, body: jsonBody(z.strictObject({ reason: oneLine(500) })) },
  responses: { 200: jsonAnswer('Kept', overrideSchema), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addConfirmOverride(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const { id, check } = context.req.valid('param');
    const submission = await requireTaughtSubmission(db, viewer, id);
    const { reason } = context.req.valid('json');
    const kept = await confirmOverride(db, { submissionId: submission.id, checkId: check, reason, userId: viewer.userId });
    if (!kept) throw notFound('override of', check);
    return context.json(overrideJson(kept), 200);
  });
}
