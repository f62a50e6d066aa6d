import { createRoute, z } from '@hono/zod-openapi';
import { selectCoursesOf } from '#db/queries/courses.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, jsonAnswer } from '../schemas/common.ts';
import { courseJson, courseSchema } from '../schemas/course.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/courses',
  tags: ['courses'],
  summary: 'Your courses, newest first',
  security: bearer,
  responses: { 200: jsonAnswer('The courses', z.object({ courses: z.array(courseSchema) })), ...problemAnswers(401) },
});

export function addListCourses(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const courses = await selectCoursesOf(db, context.get('viewer'));
    return context.json({ courses: courses.map((course) => courseJson(course, course.role)) }, 200);
  });
}
