import { createHash } from 'node:crypto';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { type Enrolment, ensureEnrolment, enrolmentKeyContext, selectOptionalEnrolment, updateReportToken } from '#db/queries/enrolments.ts';
import type { Sealer } from '#db/sealed.ts';
import type { ApiDependencies } from '../dependencies.ts';

/** The student's enrolment in a course, with its key pair, made at the first call and the same ever after. */
export async function openEnrolment(
  { db, sealer }: Pick<ApiDependencies, 'db' | 'sealer'>,
  owner: { courseId: string; studentId: string },
): Promise<Enrolment> {
  const earlier = await selectOptionalEnrolment(db, owner);
  if (earlier) return earlier;
  const id = newId();
  const pair = newKeyPair('netgrader');
  return ensureEnrolment(db, {
    id,
    ...owner,
    publicKey: pair.public,
    sealedPrivateKey: sealer.seal(pair.private, enrolmentKeyContext(id)),
    reportTokenHash: hashOfReportToken(reportTokenOf(sealer, id)),
  });
}

/** The token that the script of this enrolment carries. Noted as the valid one, since a rotated secret yields another. */
export async function openReportToken({ db, sealer }: Pick<ApiDependencies, 'db' | 'sealer'>, enrolment: Enrolment): Promise<string> {
  const token = reportTokenOf(sealer, enrolment.id);
  const hash = hashOfReportToken(token);
  if (hash !== enrolment.reportTokenHash) await updateReportToken(db, enrolment.id, hash);
  return token;
}

export function hashOfReportToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function reportTokenOf(sealer: Sealer, enrolmentId: string): string {
  return `ngr_${sealer.deriveToken(`enrolments/${enrolmentId}/report`)}`;
}
