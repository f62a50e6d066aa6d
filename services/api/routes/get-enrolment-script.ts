import { createRoute, z } from '@hono/zod-openapi';
import { requireMember } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { courseAsked } from '../enrolment/course-asked.ts';
import { enrolmentScriptOf } from '../enrolment/script-of-student.ts';
import { bearer, id } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/enrolment.sh',
  tags: ['enrolment'],
  summary: 'The script with which you let the grader in on your VM: read it, then run it with sudo',
  security: bearer,
  request: { query: z.object({ course: id.optional().openapi({ description: 'May be left out where you are in one course only' }) }) },
  responses: {
    200: { description: 'A POSIX sh script', content: { 'text/x-shellscript': { schema: z.string() } } },
    ...problemAnswers(401, 404, 422),
  },
});

export function addGetEnrolmentScript(api: Api, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const courseId = await courseAsked(db, viewer, context.req.valid('query').course, 'query.course');
    await requireMember(db, viewer, courseId);
    const script = await enrolmentScriptOf(dependencies, { courseId, studentId: viewer.userId });
    return context.body(script, 200, { 'Content-Type': 'text/x-shellscript; charset=utf-8', 'Cache-Control': 'no-store' });
  });
}
