import { createRoute, z } from '@hono/zod-openapi';
import { selectRubrics } from '#db/queries/rubrics.ts';
import { requireTeaching } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, jsonAnswer, timestamp } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const stored = z
  .object({
    rubricId: z.string().openapi({ description: 'Of this version: what an assignment or a regrade names' }),
    id: z.string().openapi({ example: 'linux-networking' }),
    version: z.string().openapi({ description: 'Declared version and hash of the content' }),
    createdAt: timestamp,
  })
  .openapi('RubricVersion');

const route = createRoute({
  method: 'get',
  path: '/v1/rubrics',
  tags: ['rubrics'],
  summary: 'Published versions, newest first (instructors)',
  security: bearer,
  responses: { 200: jsonAnswer('The versions', z.object({ rubrics: z.array(stored) })), ...problemAnswers(401, 403) },
});

export function addListRubrics(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    await requireTeaching(db, context.get('viewer'));
    const rubrics = await selectRubrics(db);
    return context.json({ rubrics: rubrics.map(({ id: rubricId, slug: id, version, createdAt }) => ({ rubricId, id, version, createdAt: createdAt.toISOString() })) }, 200);
  });
}
