import { createRoute, z } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { bytesOf } from '#rubric/deliverables/uploads.ts';
import { takeUpload } from '../../submissions/take-upload.ts';
import { roleIn } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { bearer, id, jsonAnswer, timestamp } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const contentTypes = ['application/gzip', 'application/zip', 'application/octet-stream'] as const;
// As browsers and older tools call the same.
const alsoTaken = ['application/x-gzip', 'application/x-zip-compressed'];

const answer = z
  .object({
    id: z.string().openapi({ description: 'For `upload` of POST /v1/submissions, within a day' }),
    assignment: z.string(),
    sha256: z.string().openapi({ description: 'Of the archive; the same bytes again are the same upload' }),
    createdAt: timestamp,
    files: z.array(z.object({ path: z.string(), bytes: z.int(), executable: z.boolean(), truncated: z.boolean() })),
    leftOut: z.array(z.string()).openapi({ description: 'What is not among the files and why, in sentences' }),
  })
  .openapi('Upload');

const binary = { schema: z.any().openapi({ type: 'string', format: 'binary' }) };

const route = createRoute({
  method: 'post',
  path: '/v1/uploads',
  tags: ['submissions'],
  summary: 'Upload deliverables as .tar.gz or .zip, to be named in a submission',
  description: 'The archive is the body, as it is; which of the two it is follows from its first bytes.',
  security: bearer,
  request: {
    query: z.object({ assignment: id }),
    body: { content: Object.fromEntries(contentTypes.map((type) => [type, binary])), required: true },
  },
  responses: {
    201: jsonAnswer('Opened and stored', answer),
    ...problemAnswers(401, 404, 413, 415, 422),
  },
});

export function addCreateUpload(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const asked = context.req.valid('query').assignment;
    const assignment = isId(asked) ? await selectOptionalAssignment(db, asked) : null;
    if (!assignment || (await roleIn(db, viewer, assignment.courseId)) === null) throw notFound('assignment', asked);
    const type = (context.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (![...contentTypes, ...alsoTaken].includes(type)) {
      throw new ApiProblem('unsupported-media-type', 'Send the archive itself, with the header “Content-Type: application/octet-stream”.');
    }
    const archive = Buffer.from(await context.req.arrayBuffer());
    const { files, leftOut, ...stored } = await takeUpload(db, { assignmentId: assignment.id, studentId: viewer.userId, archive });
    return context.json(
      {
        id: stored.id,
        assignment: assignment.id,
        sha256: stored.sha256,
        createdAt: stored.createdAt.toISOString(),
        files: files.map((file) => ({ path: file.path, bytes: bytesOf(file).length, executable: file.executable, truncated: file.truncated })),
        leftOut,
      },
      201,
    );
  });
}
