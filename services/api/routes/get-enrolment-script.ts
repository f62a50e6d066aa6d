import { createRoute, z } from '@hono/zod-openapi';
import { selectCourse } from '#db/queries/courses.ts';
import { requireMember } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { courseAsked } from '../enrolment/course-asked.ts';
import { openEnrolment, openReportToken } from '../enrolment/open-enrolment.ts';
import { renderEnrolmentScript } from '../enrolment/script.ts';
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

const dayMs = 24 * 3600 * 1000;

export function addGetEnrolmentScript(api: Api, dependencies: ApiDependencies): void {
  const { db, config } = dependencies;
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const courseId = await courseAsked(db, viewer, context.req.valid('query').course, 'query.course');
    await requireMember(db, viewer, courseId);
    const course = await selectCourse(db, courseId);
    const enrolment = await openEnrolment(dependencies, { courseId, studentId: viewer.userId });
    const script = renderEnrolmentScript({
      publicKey: enrolment.publicKey,
      workerNetworks: config.workerNetworks,
      expires: new Date(course.endsAt.getTime() + config.keyGraceDays * dayMs),
      reportUrl: `${config.publicUrl}/v1/enrolments`,
      reportToken: await openReportToken(dependencies, enrolment),
    });
    return context.body(script, 200, { 'Content-Type': 'text/x-shellscript; charset=utf-8', 'Cache-Control': 'no-store' });
  });
}
