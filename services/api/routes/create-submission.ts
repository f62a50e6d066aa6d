import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { holdBatchesBack } from '#db/queries/batch-turn.ts';
import { type Answer, answerOnce } from '#db/queries/idempotency-keys.ts';
import { countOpenSubmissions, insertSubmission, type NewSubmission, selectOptionalSubmission, type Submission } from '#db/queries/submissions.ts';
import { hasUpload } from '#db/queries/uploads.ts';
import { roleIn } from '../access.ts';
import { requireAllowance } from '../../submissions/require-allowance.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { openEnrolment } from '../enrolment/open-enrolment.ts';
import { ApiProblem, invalidField, notFound } from '../problem.ts';
import { resolveAddress } from '../resolve-address.ts';
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
  const { db, queues, config, log, resolve } = dependencies;
  api.openapi(route, async (context) => {
    const viewer = context.get('viewer');
    const asked = context.req.valid('json');
    const assignment = isId(asked.assignment) ? await selectOptionalAssignment(db, asked.assignment) : null;
    if (!assignment || (await roleIn(db, viewer, assignment.courseId)) === null) throw notFound('assignment', asked.assignment);
    const uploadId = await requireUpload(db, asked.upload, { assignmentId: assignment.id, studentId: viewer.userId });
    const address = await resolveAddress(asked.address, config.allowedNetworks, resolve);
    const owner = { courseId: assignment.courseId, studentId: viewer.userId };
    const enrolment = await openEnrolment(dependencies, owner);
    const account = asked.login ?? enrolment.login;
    if (account === null) {
      throw invalidField('login', 'is not known: name it here, or run the enrolment script on the VM first (GET /v1/enrolment.sh)');
    }
    const wanted = { ...owner, assignmentId: assignment.id, address, port: asked.port, login: account, deliverables: asked.deliverables ?? null, uploadId, requestId: context.get('requestId') };
    const key = context.req.valid('header')['idempotency-key'];
    const create = (tx: Database) => createSubmission(tx, wanted);
    const outcome =
      key === undefined
        ? { fresh: true, answer: await db.transaction(create) }
        : await answerOnce(db, { userId: viewer.userId, key, requestHash: hashOf(asked) }, create);
    if ('mismatch' in outcome) throw new ApiProblem('idempotency-key-reused', 'Take a new key for a new request.');
    const submission = outcome.answer.body as z.infer<typeof submissionSchema>;
    if (outcome.fresh) {
      // The submission is stored: where this fails, requeueNeglected finds it.
      await queues.enqueueGrading(submission.id).catch((error: unknown) => log.error({ err: error, submission: submission.id }, 'enqueueing failed'));
    }
    return context.json(submission, 201, { Location: `/v1/submissions/${submission.id}` });
  });
}

/** 404 for what is not the student's own upload for the assignment; null where none is named. */
async function requireUpload(db: Database, asked: string | undefined, of: { assignmentId: string; studentId: string }): Promise<string | null> {
  if (asked === undefined) return null;
  if (!isId(asked) || !(await hasUpload(db, asked, of))) throw notFound('upload', asked);
  return asked;
}

/** Machines that one student may have graded at once, for one assignment. */
const mostOpen = 3;

async function createSubmission(tx: Database, wanted: NewSubmission): Promise<Answer> {
  await holdBatchesBack(tx);
  // Counting takes turns, so that two at once cannot both be the last attempt.
  const open = await countOpenSubmissions(tx, wanted);
  await requireAllowance(tx, wanted);
  // One student's silent addresses must not take all places that workers have.
  if (open >= mostOpen) {
    throw new ApiProblem('too-many-running', `${mostOpen} of your submissions for this assignment are being graded. Wait for one of them.`);
  }
  const result = await insertSubmission(tx, wanted);
  if (!result.inserted) {
    throw new ApiProblem(
      'already-running',
      `${wanted.address} port ${wanted.port} is being graded for submission ${result.activeId}. Wait for that one.`,
      { submission: result.activeId },
    );
  }
  const stored = (await selectOptionalSubmission(tx, result.id)) as Submission;
  return { status: 201, body: submissionJson(stored, { phase: 'queued', done: 0, total: 0 }) };
}

function hashOf(asked: z.infer<typeof body>): string {
  const fields = Object.entries(asked).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
