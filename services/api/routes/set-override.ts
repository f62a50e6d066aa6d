import { createRoute, z } from '@hono/zod-openapi';
import { setOverride } from '#db/queries/overrides.ts';
import { toPoints } from '#rubric/points.ts';
import { requireTaughtSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem, invalidField, notFound } from '../problem.ts';
import { bearer, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { gradeVersionJson, gradeVersionSchema } from '../schemas/grade-version.ts';
import { overrideParams } from '../schemas/override.ts';
import { pointsAsked } from '../schemas/points.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  points: pointsAsked,
  reason: oneLine(500).openapi({ description: 'The student reads it in the report' }),
});

const route = createRoute({
  method: 'put',
  path: '/v1/submissions/{id}/overrides/{check}',
  tags: ['grades'],
  summary: "Put your points in place of the rubric's for one check; they stay on top of every regrade until lifted (instructors)",
  security: bearer,
  request: { params: overrideParams, body: jsonBody(body) },
  responses: { 200: jsonAnswer('The version that is current now', gradeVersionSchema), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 422) },
});

export function addSetOverride(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const { id, check } = context.req.valid('param');
    const submission = await requireTaughtSubmission(db, viewer, id);
    const { points: earned, reason } = context.req.valid('json');
    const outcome = await setOverride(db, { submissionId: submission.id, checkId: check, earned, reason, userId: viewer.userId });
    if (outcome.kind === 'no-grade') throw new ApiProblem('not-graded', `Submission ${id} has no grade with checks that could be overridden.`);
    if (outcome.kind === 'no-check') throw notFound('check', check);
    if (outcome.kind === 'too-many') throw invalidField('points', `may be ${toPoints(outcome.possible)} at most`);
    return context.json(gradeVersionJson(outcome.grade), 200);
  });
}
