import { createRoute, z } from '@hono/zod-openapi';
import { requireTeaching } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { publishRubric } from '../publish-rubric.ts';
import { bearer, jsonAnswer, jsonBody } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { rubricText, rubricVersionJson, rubricVersionSchema } from '../schemas/rubric.ts';

const body = z.strictObject({ text: rubricText.openapi({ description: 'A rubric document (YAML)' }) });

const route = createRoute({
  method: 'post',
  path: '/v1/rubrics',
  tags: ['rubrics'],
  summary: 'Publish a version, once it grades calibrated hosts as they deserve (instructors)',
  description: 'It is named by its content: the same document gives the same version again. Assignments and grades stay as they are until they are given it.',
  security: bearer,
  request: { body: jsonBody(body) },
  responses: { 201: jsonAnswer('Published', rubricVersionSchema), ...problemAnswers(400, 401, 403, 413, 415, 422) },
});

export function addCreateRubric(api: Api, dependencies: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    await requireTeaching(dependencies.db, viewer);
    return context.json(rubricVersionJson(await publishRubric(dependencies, context.req.valid('json').text, viewer)), 201);
  });
}
