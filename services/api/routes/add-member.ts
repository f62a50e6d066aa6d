import { createRoute, z } from '@hono/zod-openapi';
import { roles } from '#db/schema/memberships.ts';
import { addMember } from '../../people/add-member.ts';
import { requireInstructor } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer, jsonBody, oneLine } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({
  name: oneLine(200),
  role: z.enum(roles),
  email: z.email().max(254).optional(),
  externalId: oneLine(200).optional().openapi({ description: "The LMS's id of the person: who has it already is that person, whose name and address only staff change" }),
  membershipExternalId: oneLine(200).optional().openapi({ description: "The LMS's id of this person's place in the course" }),
});

const member = z.object({ user: z.string(), name: z.string(), role: z.enum(roles), course: z.string() }).openapi('Member');

const route = createRoute({
  method: 'post',
  path: '/v1/courses/{id}/members',
  tags: ['courses'],
  summary: 'Add a student or an instructor (instructors)',
  security: bearer,
  request: { params: idParam, body: jsonBody(body) },
  responses: { 201: jsonAnswer('Added', member), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
});

export function addAddMember(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id: courseId } = context.req.valid('param');
    const viewer = context.get('viewer');
    await requireInstructor(db, viewer, courseId);
    const { role, ...person } = context.req.valid('json');
    const user = await addMember(db, viewer, courseId, { ...person, role });
    return context.json({ user: user.id, name: user.name, role, course: courseId }, 201);
  });
}
