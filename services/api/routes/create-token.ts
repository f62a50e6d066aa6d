import { createRoute, z } from '@hono/zod-openapi';
import { makeToken } from '../../tokens/make-token.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, id, jsonAnswer, jsonBody, oneLine, timestamp } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  user: id,
  name: oneLine(100).openapi({ description: 'What it is for', example: 'laptop' }),
  course: id.optional().openapi({ description: 'The only course that it opens; only staff may leave it out' }),
  expiresAt: timestamp.optional().openapi({ description: 'Never later than the token expires that this one is made with' }),
});

const newToken = z
  .object({ id: z.string(), token: z.string().openapi({ description: 'Shown this once' }), user: z.string(), course: z.string().nullable(), expiresAt: timestamp.nullable() })
  .openapi('NewToken');

const route = createRoute({
  method: 'post',
  path: '/v1/tokens',
  tags: ['courses'],
  summary: 'Make a bearer token for a student of your course, or for yourself (instructors)',
  security: bearer,
  request: { body: jsonBody(body) },
  responses: { 201: jsonAnswer('Made', newToken), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addCreateToken(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { user, name, course, expiresAt } = context.req.valid('json');
    const viewer = context.get('viewer');
    const asked = { userId: user, name, courseId: course ?? null, expiresAt: expiresAt === undefined ? null : new Date(expiresAt) };
    const made = await makeToken(db, viewer, asked);
    return context.json({ id: made.id, token: made.token, user, course: course ?? null, expiresAt: made.expiresAt?.toISOString() ?? null }, 201);
  });
}
