import { and, eq } from 'drizzle-orm';
import type { Target, Upload } from '#rubric/evidence.ts';
import type { Database } from '../database.ts';
import { enrolments } from '../schema/enrolments.ts';
import { submissions } from '../schema/submissions.ts';
import { RowNotFoundError } from './errors.ts';
import { type HostOfStudent, selectPinnedHostKeys } from './host-keys.ts';
import { selectUploadedFiles } from './uploads.ts';

/** All that a worker needs to visit a host for a submission. */
export interface GradingTask {
  submissionId: string;
  /** Of the HTTP request that handed it in. */
  requestId: string | null;
  host: HostOfStudent;
  target: Target;
  /** Files of the archive that was handed in. */
  uploads: Upload[];
  /** Null where the student never enrolled. */
  enrolment: { id: string; sealedPrivateKey: string } | null;
  /** Empty: first contact. */
  pinnedHostKeys: string[];
}

/** Throws RowNotFoundError. */
export async function selectGradingTask(db: Database, submissionId: string): Promise<GradingTask> {
  const [row] = await db
    .select({
      submission: submissions,
      enrolment: { id: enrolments.id, sealedPrivateKey: enrolments.sealedPrivateKey },
    })
    .from(submissions)
    .leftJoin(enrolments, and(eq(enrolments.courseId, submissions.courseId), eq(enrolments.studentId, submissions.studentId)))
    .where(eq(submissions.id, submissionId));
  if (!row) throw new RowNotFoundError('submission', submissionId);
  const { courseId, studentId, address, port, login, deliverables, uploadId, requestId } = row.submission;
  const host = { courseId, studentId, address, port };
  return {
    submissionId,
    requestId,
    host,
    target: { address, port, login, deliverables },
    uploads: await selectUploadedFiles(db, uploadId),
    enrolment: row.enrolment,
    pinnedHostKeys: await selectPinnedHostKeys(db, host),
  };
}
