import type { Database } from '#db/database.ts';
import { type StoredUpload, storeUpload } from '#db/queries/uploads.ts';
import type { Upload } from '#rubric/evidence.ts';
import { ArchiveError } from '../archive/errors.ts';
import { oneAtATime } from '../archive/one-at-a-time.ts';
import { openArchive } from '../archive/open-archive.ts';
import { invalidField } from '../api/problem.ts';

const inTurn = oneAtATime();

/** Opens an archive and stores it for a submission to name. Throws an ApiProblem (422) that names the field `body`. */
export async function takeUpload(
  db: Database,
  { archive, ...of }: { assignmentId: string; studentId: string; archive: Buffer },
): Promise<StoredUpload & { files: readonly Upload[]; leftOut: string[] }> {
  const { files, leftOut } = await inTurn(() => openArchive(archive)).catch((error: unknown) => {
    throw error instanceof ArchiveError ? invalidField('body', error.message, { cause: error }) : error;
  });
  return { ...(await storeUpload(db, { ...of, archive, files, leftOut })), files, leftOut };
}
