import { createRoute } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { removeExtension } from '#db/queries/extensions.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { notFound } from '../problem.ts';
import { bearer } from '../schemas/common.ts';
import { extensionParams } from '../schemas/extension.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/assignments/{id}/extensions/{student}',
  tags: ['assignments'],
  summary: "Take a student's own deadline back: the assignment's is theirs again (instructors)",
  security: bearer,
  request: { params: extensionParams },
  responses: { 204: { description: 'It is gone' }, ...problemAnswers(401, 403, 404) },
});

export function addRemoveExtension(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const { id, student: studentId } = context.req.valid('param');
    const { id: assignmentId } = await requireTaughtAssignment(db, viewer, id);
    if (!isId(studentId) || !(await removeExtension(db, { assignmentId, studentId }, viewer))) throw notFound('extension of student', studentId);
    return context.body(null, 204);
  });
}
