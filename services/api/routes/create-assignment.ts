import { createRoute, z } from '@hono/zod-openapi';
import { insertAssignment } from '#db/queries/assignments.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { InvalidRubricError } from '#rubric/rubric.ts';
import { requireInstructor } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem } from '../problem.ts';
import { assignmentJson, assignmentSchema } from '../schemas/assignment.ts';
import { bearer, idParam, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  title: oneLine(200),
  // A text column takes no NUL, and YAML allows none (YAML 1.2.2 §5.1).
  rubric: z.string().min(1).regex(/^[^\0]*$/, 'must not hold NUL characters').optional().openapi({ description: 'The text of a rubric document (YAML); default: the built-in one' }),
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

export function addCreateAssignment(api: Api, { db, config, rubricDifferences }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id: courseId } = context.req.valid('param');
    await requireInstructor(db, context.get('viewer'), courseId);
    const { title, rubric } = context.req.valid('json');
    const stored = await ensureRubric(db, rubric ?? config.rubricText).catch((error: unknown) => {
      // A built-in rubric that is wrong is a fault of ours.
      if (!(error instanceof InvalidRubricError) || rubric === undefined) throw error;
      const errors = error.problems.map((message) => ({ field: 'rubric', message }));
      throw new ApiProblem('invalid', 'The rubric is not valid.', { errors }, { cause: error });
    });
    if (rubric !== undefined) refuseDifferences((await rubricDifferences?.(rubric)) ?? []);
    return context.json(assignmentJson(await insertAssignment(db, { courseId, rubricId: stored.id, title })), 201);
  });
}

/** A rubric must grade hosts whose state is known as that state deserves. */
function refuseDifferences(differences: string[]): void {
  if (differences.length === 0) return;
  const errors = differences.slice(0, 20).map((message) => ({ field: 'rubric', message }));
  throw new ApiProblem('invalid', `The rubric grades calibrated hosts otherwise than it must, in ${differences.length} places.`, { errors });
}
