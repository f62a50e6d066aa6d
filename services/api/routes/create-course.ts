import { createRoute, z } from '@hono/zod-openapi';
import { makeCourse } from '../../people/make-course.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, jsonAnswer, jsonBody, oneLine, timestamp } from '../schemas/common.ts';
import { courseJson, courseSchema } from '../schemas/course.ts';
import { problemAnswers } from '../schemas/problem.ts';

const body = z.strictObject({ name: oneLine(200), endsAt: timestamp });

const route = createRoute({
  method: 'post',
  path: '/v1/courses',
  tags: ['courses'],
  summary: 'Make a course (staff); you become its instructor',
  security: bearer,
  request: { body: jsonBody(body) },
  responses: { 201: jsonAnswer('Made', courseSchema), ...problemAnswers(400, 401, 403, 413, 415, 422) },
});

export function addCreateCourse(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const { name, endsAt } = context.req.valid('json');
    const course = await makeCourse(db, viewer, { name, endsAt: new Date(endsAt) });
    return context.json(courseJson(course, 'instructor'), 201);
  });
}
