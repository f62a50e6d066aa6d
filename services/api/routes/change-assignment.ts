import { createRoute, z } from '@hono/zod-openapi';
import { type Assignment, updateAssignment } from '#db/queries/assignments.ts';
import { requireRubric, requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { assignmentJson, assignmentSchema, assignmentSettings, readSettings } from '../schemas/assignment.ts';
import { bearer, id, idParam, jsonAnswer, jsonBody } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  ...assignmentSettings.shape,
  rubric: id.optional().openapi({ description: 'Id of a stored version. Grades stay as they are: a regrade brings them up to it' }),
});

const route = createRoute({
  method: 'patch',
  path: '/v1/assignments/{id}',
  tags: ['assignments'],
  summary: 'Change title, instructions, deadline, rules of handing in, policy or rubric (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer('As it is now', assignmentSchema), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addChangeAssignment(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const assignment = await requireTaughtAssignment(db, viewer, context.req.valid('param').id);
    const { rubric, ...settings } = context.req.valid('json');
    const rubricId = rubric === undefined ? {} : { rubricId: (await requireRubric(db, rubric)).id };
    const changed = (await updateAssignment(db, assignment.id, { ...readSettings(settings), ...rubricId }, viewer)) as Assignment;
    return context.json(assignmentJson(changed), 200);
  });
}
