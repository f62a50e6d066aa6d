import { createRoute } from '@hono/zod-openapi';
import { exportJson, exportSchema } from '../../exports/json.ts';
import { readExportedAssignment } from '../../exports/exported-assignment.ts';
import { streamText } from '../../exports/stream.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{id}/export',
  tags: ['assignments'],
  summary: 'Every student with what counts for them and the whole grade, checks and evidence included (instructors)',
  description: 'The answer comes in pieces while it is read, so that a large class fits; one that is not whole JSON was cut off.',
  security: bearer,
  request: { params: idParam },
  responses: { 200: jsonAnswer('A line a student, by name', exportSchema), ...problemAnswers(401, 403, 404) },
});

export function addExportAssignment(api: Api, { db, log }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.valid('param').id);
    const pieces = exportJson(db, await readExportedAssignment(db, assignment), new Date());
    const failed = (err: unknown) => log.error({ err, assignment: assignment.id, requestId: context.get('requestId') }, 'an export failed');
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    // Typed as the whole document, which never is in one place.
    return context.body(streamText(pieces, failed), 200, headers) as never;
  });
}
