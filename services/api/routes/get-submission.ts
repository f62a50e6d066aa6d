import { createRoute } from '@hono/zod-openapi';
import { seenBy } from '../../results/seen-by.ts';
import { requireSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { submissionJson, submissionSchema } from '../schemas/submission.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/submissions/{id}',
  tags: ['submissions'],
  summary: 'A submission: its progress, then its grade',
  security: bearer,
  request: { params: idParam },
  responses: { 200: jsonAnswer('The submission', submissionSchema), ...problemAnswers(401, 404) },
});

export function addGetSubmission(api: Api, { db, queues, log }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { submission: whole, role } = await requireSubmission(db, context.get('viewer'), context.req.valid('param').id);
    const { submission } = await seenBy(db, role, whole);
    // Progress is for show: a queue that is down is no reason to hide the rest.
    const progress = submission.settledAt
      ? null
      : await queues.gradingProgress(submission.id).catch((error: unknown) => {
          log.error({ err: error, submission: submission.id }, 'no progress from the queue');
          return null;
        });
    return context.json(submissionJson(submission, progress), 200);
  });
}
