import { createRoute, z } from '@hono/zod-openapi';
import { selectOptionalTokenHolder } from '#db/queries/api-tokens.ts';
import { type Enrolment, selectOptionalEnrolment, selectOptionalEnrolmentByReportToken } from '#db/queries/enrolments.ts';
import { requireMember } from '../access.ts';
import { bearerToken } from '../../identity/identify.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { courseAsked } from '../enrolment/course-asked.ts';
import { hashOfReportToken } from '../enrolment/open-enrolment.ts';
import { acceptReport, enrolmentReport, readEnrolmentLine } from '../enrolment/report.ts';
import { ApiProblem } from '../problem.ts';
import { bearer, id, jsonAnswer, jsonBody } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const pasted = z.strictObject({
  line: z.string().max(16_384).openapi({ example: 'netgrader-enrolment:v1:…' }),
  course: id.optional().openapi({ description: 'May be left out where you are in one course only' }),
});

const answer = z
  .object({
    login: z.string(),
    addresses: z.array(z.string()),
    hostKeys: z.enum(['pinned', 'pending']).openapi({ description: 'pending: an instructor has to accept the changed keys' }),
  })
  .openapi('Enrolment');

const route = createRoute({
  method: 'post',
  path: '/v1/enrolments',
  tags: ['enrolment'],
  summary: "The script's report: sent by itself with its own token, or pasted by the student as a line",
  security: bearer,
  request: { body: jsonBody(z.union([pasted, enrolmentReport])) },
  responses: { 200: jsonAnswer('Noted', answer), ...problemAnswers(400, 401, 404, 413, 415, 422) },
});

export function addReportEnrolment(api: Api, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  api.openapi(route, async (context) => {
    const token = bearerToken(context.req.header('Authorization')) ?? '';
    const body = context.req.valid('json');
    const { enrolment, report } =
      'line' in body
        ? { enrolment: await enrolmentOfStudent(dependencies, token, body.course), report: readEnrolmentLine(body.line) }
        : { enrolment: await selectOptionalEnrolmentByReportToken(db, hashOfReportToken(token)), report: body };
    if (!enrolment) throw new ApiProblem('unauthenticated', 'This report needs the token of its own script: fetch the script anew.');
    return context.json(await acceptReport(dependencies, enrolment, report), 200);
  });
}

async function enrolmentOfStudent({ db }: ApiDependencies, token: string, course: string | undefined): Promise<Enrolment> {
  const viewer = await selectOptionalTokenHolder(db, token);
  if (!viewer) throw new ApiProblem('unauthenticated', 'Send your own bearer token with the line.');
  const courseId = await courseAsked(db, viewer, course, 'course');
  await requireMember(db, viewer, courseId);
  const enrolment = await selectOptionalEnrolment(db, { courseId, studentId: viewer.userId });
  if (!enrolment) throw new ApiProblem('not-found', 'You have not fetched the enrolment script of this course yet (GET /v1/enrolment.sh).');
  return enrolment;
}
