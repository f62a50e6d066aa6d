import { createRoute, z } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { selectSubmissions, submissionStatuses } from '#db/queries/submissions.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { submissionSummary, submissionSummarySchema } from '../schemas/submission.ts';

const query = z.object({
  assignment: z.uuid().optional(),
  student: z.uuid().optional(),
  status: z.enum(submissionStatuses).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional().openapi({ description: '`next` of the page before' }),
});

const page = z.object({
  submissions: z.array(submissionSummarySchema),
  next: z.string().nullable().openapi({ description: 'Cursor of the next page; null: this is the last' }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/submissions',
  tags: ['submissions'],
  summary: 'Submissions, newest first: your own, or those of your courses',
  security: bearer,
  request: { query },
  responses: { 200: jsonAnswer('A page', page), ...problemAnswers(401, 422) },
});

export function addListSubmissions(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { assignment, student, status, limit, cursor } = context.req.valid('query');
    const rows = await selectSubmissions(db, {
      viewer: context.get('viewer'),
      assignmentId: assignment,
      studentId: student,
      status,
      before: cursor === undefined ? undefined : readCursor('before', cursor, isId),
      // One more than asked tells whether there is a next page.
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return context.json({ submissions: shown.map(submissionSummary), next: last ? writeCursor('before', last.id) : null }, 200);
  });
}
