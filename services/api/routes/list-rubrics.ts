import { createRoute, z } from '@hono/zod-openapi';
import { selectRubrics } from '#db/queries/rubrics.ts';
import { requireTeaching } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { rubricVersionJson, rubricVersionSchema } from '../schemas/rubric.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/rubrics',
  tags: ['rubrics'],
  summary: 'Published versions, newest first (instructors)',
  security: bearer,
  responses: { 200: jsonAnswer('The versions', z.object({ rubrics: z.array(rubricVersionSchema) })), ...problemAnswers(401, 403) },
});

export function addListRubrics(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    await requireTeaching(db, context.get('viewer'));
    const rubrics = await selectRubrics(db);
    return context.json({ rubrics: rubrics.map(rubricVersionJson) }, 200);
  });
}
