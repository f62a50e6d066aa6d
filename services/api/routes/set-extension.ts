import { createRoute, z } from '@hono/zod-openapi';
import { giveExtension } from '../../submissions/give-extension.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, jsonAnswer, jsonBody, timestamp } from '../schemas/common.ts';
import { extensionJson, extensionParams, extensionReason, extensionSchema } from '../schemas/extension.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({ dueAt: timestamp.openapi({ description: "Later than the assignment's deadline" }), reason: extensionReason });

const route = createRoute({
  method: 'put',
  path: '/v1/assignments/{id}/extensions/{student}',
  tags: ['assignments'],
  summary: 'Give a student a later deadline of their own (instructors)',
  security: bearer,
  request: { params: extensionParams, body: jsonBody(body) },
  responses: { 200: jsonAnswer('As it is now', extensionSchema), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addSetExtension(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const { id, student: studentId } = context.req.valid('param');
    const assignment = await requireTaughtAssignment(db, viewer, id);
    const { dueAt, reason } = context.req.valid('json');
    const extension = await giveExtension(db, assignment, { studentId, dueAt: new Date(dueAt), reason }, viewer);
    return context.json(extensionJson(extension), 200);
  });
}
