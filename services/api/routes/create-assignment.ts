import { createRoute, z } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { insertAssignment } from '#db/queries/assignments.ts';
import type { Actor } from '#db/queries/audit.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { requireInstructor, requireRubric } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { publishRubric } from '../publish-rubric.ts';
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

/** The stored version that a request brings as text, names by id, or leaves to be the built-in one. Throws an ApiProblem (422). */
async function rubricAsked(dependencies: ApiDependencies, asked: string | undefined, actor: Actor): Promise<string> {
  const { db, config } = dependencies;
  // A built-in rubric that is wrong is a fault of ours.
  if (asked === undefined) return (await ensureRubric(db, config.rubricText, actor)).id;
  if (isId(asked)) return (await requireRubric(db, asked)).id;
  return (await publishRubric(dependencies, asked, actor)).id;
}
