import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { type Answer, answerOnce } from '#db/queries/idempotency-keys.ts';
import { enqueueHandIn, prepareHandIn, storeHandIn } from '../../submissions/hand-in.ts';
import { roleIn } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { bearer, id, jsonAnswer, jsonBody } from '../schemas/common.ts';
import { login } from '../schemas/login.ts';
import { problemAnswers } from '../schemas/problem.ts';
import { submissionJson, submissionSchema } from '../schemas/submission.ts';

const body = z.strictObject({
  assignment: id,
  address: z.string().max(253).openapi({ example: '10.0.0.7', description: 'Of the VM: an address, or a name that is resolved once, now' }),
  port: z.int().min(1).max(65_535).default(22),
  login: login.optional().openapi({ description: "The student's own account there; default: the one told at enrolment" }),
  deliverables: z
    .string()
    .max(500)
    .regex(/^\/[^\p{Cc}]*$/u, 'must be an absolute path')
    .optional()
    .openapi({ description: "A folder there; default: found by name below that login's home" }),
  upload: id.optional().openapi({ description: 'Of your own archive for this assignment (POST /v1/uploads): its files are taken before those on the VM' }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/submissions',
  tags: ['submissions'],
  summary: 'Hand in a VM for grading',
  security: bearer,
  request: {
    body: jsonBody(body),
    headers: z.object({
      'idempotency-key': z.string().min(1).max(255).optional().openapi({ description: 'The same key and body again: the same answer, no second submission' }),
    }),
  },
  responses: {
    201: jsonAnswer('Handed in', submissionSchema),
    ...problemAnswers(400, 401, 404, 409, 413, 415, 422),
  },
});

export function addCreateSubmission(api: Api, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const asked = context.req.valid('json');
    const assignment = isId(asked.assignment) ? await selectOptionalAssignment(db, asked.assignment) : null;
    if (!assignment || (await roleIn(db, viewer, assignment.courseId)) === null) throw notFound('assignment', asked.assignment);
    const wanted = await prepareHandIn(dependencies, { ...asked, assignment, studentId: viewer.userId, requestId: context.get('requestId') });
    const key = context.req.valid('header')['idempotency-key'];
    const create = async (tx: Database): Promise<Answer> => ({
      status: 201,
      body: submissionJson(await storeHandIn(tx, wanted), { phase: 'queued', done: 0, total: 0 }),
    });
    const outcome =
      key === undefined
        ? { fresh: true, answer: await db.transaction(create) }
        : await answerOnce(db, { userId: viewer.userId, key, requestHash: hashOf(asked) }, create);
    if ('mismatch' in outcome) throw new ApiProblem('idempotency-key-reused', 'Take a new key for a new request.');
    const submission = outcome.answer.body as z.infer<typeof submissionSchema>;
    if (outcome.fresh) await enqueueHandIn(dependencies, submission.id);
    return context.json(submission, 201, { Location: `/v1/submissions/${submission.id}` });
  });
}

function hashOf(asked: z.infer<typeof body>): string {
  const fields = Object.entries(asked).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
