import { createRoute } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { selectOptionalExtension } from '#db/queries/extensions.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { notFound } from '../problem.ts';
import { bearer, jsonAnswer } from '../schemas/common.ts';
import { extensionJson, extensionParams, extensionSchema } from '../schemas/extension.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{id}/extensions/{student}',
  tags: ['assignments'],
  summary: "A student's own deadline (instructors)",
  security: bearer,
  request: { params: extensionParams },
  responses: { 200: jsonAnswer('The extension', extensionSchema), ...problemAnswers(401, 403, 404) },
});

export function addGetExtension(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id, student: studentId } = context.req.valid('param');
    const { id: assignmentId } = await requireTaughtAssignment(db, context.get('viewer'), id);
    const extension = isId(studentId) ? await selectOptionalExtension(db, { assignmentId, studentId }) : null;
    if (!extension) throw notFound('extension of student', studentId);
    return context.json(extensionJson(extension), 200);
  });
}
