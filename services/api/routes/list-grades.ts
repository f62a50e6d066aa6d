import { createRoute, z } from '@hono/zod-openapi';
import { selectGradeVersions } from '#db/queries/grade-versions.ts';
import { requireTaughtSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { gradeVersionJson, gradeVersionSchema } from '../schemas/grade-version.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/submissions/{id}/grades',
  tags: ['grades'],
  summary: 'All versions of the grade, oldest first, held ones too (instructors)',
  security: bearer,
  request: { params: idParam },
  responses: { 200: jsonAnswer('The versions', z.object({ grades: z.array(gradeVersionSchema) })), ...problemAnswers(401, 403, 404) },
});

export function addListGrades(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = await requireTaughtSubmission(db, context.get('viewer'), context.req.valid('param').id);
    return context.json({ grades: (await selectGradeVersions(db, id)).map(gradeVersionJson) }, 200);
  });
}
