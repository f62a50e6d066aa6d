import { createRoute, z } from '@hono/zod-openapi';
import { selectOptionalEvidence } from '#db/queries/evidence.ts';
import { type EvidenceBundle, serializeBundle } from '#rubric/evidence.ts';
import { requireSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem } from '../problem.ts';
import { bearer, idParam } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/submissions/{id}/evidence',
  tags: ['submissions'],
  summary: 'The evidence behind the grade, for instructors; `netgrader score` reads it',
  security: bearer,
  request: { params: idParam },
  responses: {
    200: {
      description: 'The bundle; its ETag is the SHA-256 of its bytes',
      content: { 'application/json': { schema: z.looseObject({ format: z.literal(1) }) } },
    },
    ...problemAnswers(401, 403, 404),
  },
});

export function addGetEvidence(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { submission, role } = await requireSubmission(db, context.get('viewer'), context.req.valid('param').id);
    if (role !== 'instructor') throw new ApiProblem('forbidden', 'Evidence is for instructors of the course.');
    const stored = await selectOptionalEvidence(db, submission.id);
    if (!stored) throw new ApiProblem('not-found', `Submission ${submission.id} has no evidence: its machine was not visited yet, or could not be.`);
    // The canonical JSON, so that the bytes hash to the ETag.
    const canonical = JSON.parse(serializeBundle(stored.bundle)) as EvidenceBundle;
    return context.json(canonical, 200, { ETag: `"${stored.id}"` });
  });
}
