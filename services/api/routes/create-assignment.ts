import { createRoute, z } from '@hono/zod-openapi';
import { insertAssignment } from '#db/queries/assignments.ts';
import { requireInstructor } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { rubricAsked } from '../rubric-asked.ts';
import { assignmentJson, assignmentSchema, assignmentSettings, readSettings } from '../schemas/assignment.ts';
import { bearer, idParam, jsonAnswer, jsonBody } from '../schemas/common.ts';
import { rubricText } from '../schemas/rubric.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  ...assignmentSettings.shape,
  title: assignmentSettings.shape.title.unwrap(),
  rubric: rubricText
    .optional()
    .openapi({ description: 'The text of a rubric document (YAML), or the id of a stored version; default: the built-in one' }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/courses/{id}/assignments',
  tags: ['courses'],
  summary: 'Set an assignment (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 201: jsonAnswer('Set', assignmentSchema), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addCreateAssignment(api: Api, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  api.openapi(route, async (context) => {
    const { id: courseId } = context.req.valid('param');
    const viewer = context.get('viewer');
    await requireInstructor(db, viewer, courseId);
    const { title, rubric, ...settings } = context.req.valid('json');
    const rubricId = await rubricAsked(dependencies, rubric, viewer);
    return context.json(assignmentJson(await insertAssignment(db, { ...readSettings(settings), courseId, title, rubricId }, viewer)), 201);
  });
}
