import { createRoute, z } from '@hono/zod-openapi';
import { gradeToJson } from '#rubric/grade-json.ts';
import { reportOf, requireGrade } from '../../results/report-of.ts';
import { seenBy } from '../../results/seen-by.ts';
import { reportPage } from '../../web/report/report-page.ts';
import { reportPolicy } from '../../web/report/report-style.ts';
import { requireSubmission } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { negotiate } from '../negotiate.ts';
import { ApiProblem } from '../problem.ts';
import { bearer, idParam } from '../schemas/common.ts';
import { gradeSchema } from '../schemas/grade.ts';
import { problemAnswers } from '../schemas/problem.ts';

const offered = ['text/markdown', 'text/html', 'application/json'] as const;

const route = createRoute({
  method: 'get',
  path: '/v1/submissions/{id}/report',
  tags: ['submissions'],
  summary: 'The feedback report, by Accept: Markdown, HTML or JSON',
  security: bearer,
  request: { params: idParam },
  responses: {
    200: {
      description: 'The report',
      content: {
        'text/markdown': { schema: z.string() },
        'text/html': { schema: z.string() },
        'application/json': { schema: gradeSchema },
      },
    },
    ...problemAnswers(401, 404, 406, 409),
  },
});

export function addGetReport(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { submission: whole, role } = await requireSubmission(db, context.get('viewer'), context.req.valid('param').id);
    const type = negotiate(context.req.header('Accept'), offered);
    if (type === null) throw new ApiProblem('not-acceptable', `Ask for one of ${offered.join(', ')}.`);
    const { submission } = await seenBy(db, role, whole);
    const grade = requireGrade(submission);
    context.header('Vary', 'Accept');
    context.header('Cache-Control', 'private, no-cache');
    if (type === 'application/json') return context.json(gradeToJson(grade.document), 200);
    const report = await reportOf(db, submission);
    if (type === 'text/markdown') return context.body(report, 200, { 'Content-Type': 'text/markdown; charset=utf-8' });
    return context.body(reportPage(report), 200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': reportPolicy });
  });
}
