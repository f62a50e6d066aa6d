import { createRoute, z } from '@hono/zod-openapi';
import { selectAssignments } from '#db/queries/assignments.ts';
import { requireMember } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { assignmentJson, assignmentSchema } from '../schemas/assignment.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/courses/{id}/assignments',
  tags: ['courses'],
  summary: 'The assignments of a course, newest first',
  security: bearer,
  request: { params: idParam },
  responses: {
    200: jsonAnswer('The assignments', z.object({ assignments: z.array(assignmentSchema) })),
    ...problemAnswers(401, 404),
  },
});

export function addListAssignments(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = context.req.valid('param');
    await requireMember(db, context.get('viewer'), id);
    return context.json({ assignments: (await selectAssignments(db, id)).map(assignmentJson) }, 200);
  });
}
