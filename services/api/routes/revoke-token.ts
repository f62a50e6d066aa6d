import { createRoute } from '@hono/zod-openapi';
import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { type ApiToken, revokeToken, selectOptionalToken, type TokenHolder } from '#db/queries/api-tokens.ts';
import { roleIn } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { notFound } from '../problem.ts';
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
    const token = isId(id) ? await selectOptionalToken(db, id) : null;
    if (!token || !(await mayRevoke(db, viewer, token))) throw notFound('token', id);
    await revokeToken(db, id, viewer);
    return context.body(null, 204);
  });
}

/** A token that is limited to a course reaches no other one's tokens, its own user's included. */
async function mayRevoke(db: Database, viewer: TokenHolder, { userId, courseId }: ApiToken): Promise<boolean> {
  if (viewer.isStaff) return true;
  if (userId === viewer.userId && (viewer.courseId === null || viewer.courseId === courseId)) return true;
  return courseId !== null && (await roleIn(db, viewer, courseId)) === 'instructor';
}
