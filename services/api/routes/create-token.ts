import { createRoute, z } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { createToken, type TokenHolder } from '#db/queries/api-tokens.ts';
import { selectOptionalUser } from '#db/queries/users.ts';
import { requireSpokenFor } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { bearer, id, jsonAnswer, jsonBody, oneLine, timestamp } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  user: id,
  name: oneLine(100).openapi({ description: 'What it is for', example: 'laptop' }),
  course: id.optional().openapi({ description: 'The only course that it opens; only staff may leave it out' }),
  expiresAt: timestamp.optional().openapi({ description: 'Never later than the token expires that this one is made with' }),
});

const made = z
  .object({ id: z.string(), token: z.string().openapi({ description: 'Shown this once' }), user: z.string(), course: z.string().nullable(), expiresAt: timestamp.nullable() })
  .openapi('NewToken');

const route = createRoute({
  method: 'post',
  path: '/v1/tokens',
  tags: ['courses'],
  summary: 'Make a bearer token for a student of your course, or for yourself (instructors)',
  security: bearer,
  request: { body: jsonBody(body) },
  responses: { 201: jsonAnswer('Made', made), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addCreateToken(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { user, name, course, expiresAt } = context.req.valid('json');
    const viewer = context.get('viewer');
    await authorize(db, viewer, user, course);
    const asked = { userId: user, name, courseId: course ?? null, expiresAt: earlier(expiresAt === undefined ? null : new Date(expiresAt), viewer.expiresAt) };
    const token = await createToken(db, asked, { userId: viewer.userId });
    return context.json({ ...token, user, course: course ?? null, expiresAt: asked.expiresAt?.toISOString() ?? null }, 201);
  });
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** A token speaks for its user, so nobody may make one that opens more than they could open themselves. */
async function authorize(db: ApiDependencies['db'], viewer: TokenHolder, userId: string, courseId: string | undefined): Promise<void> {
  if (courseId === undefined) {
    if (!viewer.isStaff) throw new ApiProblem('forbidden', 'Only staff make tokens that open all courses of a user: name a course.');
    if (!isId(userId) || !(await selectOptionalUser(db, userId))) throw notFound('user', userId);
    return;
  }
  return requireSpokenFor(db, viewer, courseId, userId);
}
