import { createRoute } from '@hono/zod-openapi';
import { revokeToken } from '#db/queries/api-tokens.ts';
import { requireRevocableToken } from '../../tokens/require-revocable.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/tokens/{id}',
  tags: ['courses'],
  summary: 'Revoke a token: one of your own, or of your course (instructors)',
  security: bearer,
  request: { params: idParam },
  responses: { 204: { description: 'It opens nothing any more' }, ...problemAnswers(401, 404) },
});

export function addRevokeToken(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = context.req.valid('param');
    const viewer = context.get('viewer');
    await requireRevocableToken(db, viewer, id);
    await revokeToken(db, id, viewer);
    return context.body(null, 204);
  });
}
