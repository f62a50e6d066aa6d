import { createRoute, z } from '@hono/zod-openapi';
import { selectExtensions } from '#db/queries/extensions.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { extensionJson, extensionSchema } from '../schemas/extension.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{id}/extensions',
  tags: ['assignments'],
  summary: "The students' own deadlines, by name (instructors)",
  security: bearer,
  request: { params: idParam },
  responses: { 200: jsonAnswer('All of them', z.object({ extensions: z.array(extensionSchema) })), ...problemAnswers(401, 403, 404) },
});

export function addListExtensions(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = await requireTaughtAssignment(db, context.get('viewer'), context.req.valid('param').id);
    return context.json({ extensions: (await selectExtensions(db, id)).map(extensionJson) }, 200);
  });
}
