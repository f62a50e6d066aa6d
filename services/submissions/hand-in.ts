import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import type { Assignment } from '#db/queries/assignments.ts';
import { holdBatchesBack } from '#db/queries/batch-turn.ts';
import { countOpenSubmissions, insertSubmission, type NewSubmission, selectOptionalSubmission, type Submission } from '#db/queries/submissions.ts';
import { hasUpload } from '#db/queries/uploads.ts';
import type { ApiDependencies } from '../api/dependencies.ts';
import { openEnrolment } from '../api/enrolment/open-enrolment.ts';
import { ApiProblem, invalidField, notFound } from '../api/problem.ts';
import { resolveAddress } from '../api/resolve-address.ts';
import { requireAllowance } from './require-allowance.ts';

/** What a student says when handing in, by the API or on the page. */
export interface HandIn {
  assignment: Assignment;
  studentId: string;
  /** An address, or a name that is resolved once, now. */
  address: string;
  port: number;
  /** Default: the one told at enrolment. */
  login?: string | undefined;
  deliverables?: string | undefined;
  /** The student's own upload for the assignment. */
  upload?: string | undefined;
  requestId: string;
}

/** Machines that one student may have graded at once, for one assignment. */
export const mostOpen = 3;

/** Hands in and enqueues. Throws an ApiProblem where it is refused. */
export async function handIn(dependencies: ApiDependencies, asked: HandIn): Promise<Submission> {
  const wanted = await prepareHandIn(dependencies, asked);
  const submission = await dependencies.db.transaction((tx) => storeHandIn(tx, wanted));
  await enqueueHandIn(dependencies, submission.id);
  return submission;
}

/** What is to be stored: the address resolved, login and upload found. Throws an ApiProblem (404, 422). */
export async function prepareHandIn(dependencies: ApiDependencies, asked: HandIn): Promise<NewSubmission> {
  const { db, config, resolve } = dependencies;
  const { assignment, studentId, port, deliverables = null, requestId } = asked;
  const uploadId = await requireUpload(db, asked.upload, { assignmentId: assignment.id, studentId });
  const address = await resolveAddress(asked.address, config.allowedNetworks, resolve);
  const owner = { courseId: assignment.courseId, studentId };
  const enrolment = await openEnrolment(dependencies, owner);
  const login = asked.login ?? enrolment.login;
  if (login === null) {
    throw invalidField('login', 'is not known: name it here, or run the enrolment script on the VM first (GET /v1/enrolment.sh)');
  }
  return { ...owner, assignmentId: assignment.id, address, port, login, deliverables, uploadId, requestId };
}

/** Stores it where the rules allow it now; in the caller's transaction. Throws an ApiProblem (409). */
export async function storeHandIn(tx: Database, wanted: NewSubmission): Promise<Submission> {
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
  return (await selectOptionalSubmission(tx, result.id)) as Submission;
}

/** The submission is stored: where this fails, requeueNeglected finds it. */
export async function enqueueHandIn({ queues, log }: Pick<ApiDependencies, 'queues' | 'log'>, submissionId: string): Promise<void> {
  await queues.enqueueGrading(submissionId).catch((error: unknown) => log.error({ err: error, submission: submissionId }, 'enqueueing failed'));
}

/** 404 for what is not the student's own upload for the assignment; null where none is named. */
async function requireUpload(db: Database, asked: string | undefined, of: { assignmentId: string; studentId: string }): Promise<string | null> {
  if (asked === undefined) return null;
  if (!isId(asked) || !(await hasUpload(db, asked, of))) throw notFound('upload', asked);
  return asked;
}
