import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { and, desc, eq, notExists, notInArray, sql } from 'drizzle-orm';
import type { Upload } from '#rubric/evidence.ts';
import type { Database } from '../database.ts';
import { submissions } from '../schema/submissions.ts';
import { uploads } from '../schema/uploads.ts';

export interface NewUpload {
  assignmentId: string;
  studentId: string;
  archive: Buffer;
  files: readonly Upload[];
  leftOut: string[];
}

export type StoredUpload = Pick<typeof uploads.$inferSelect, 'id' | 'sha256' | 'createdAt'>;

/** How many archives that no submission names a student may have for one assignment. */
const unusedKept = 5;

/** Stores an archive; the same bytes again are the same upload, opened anew. The student's oldest unused ones make room. */
export async function storeUpload(db: Database, { files, archive, leftOut, ...of }: NewUpload): Promise<StoredUpload> {
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const opened = { files: await promisify(gzip)(JSON.stringify(files)), leftOut };
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(uploads)
      .values({ ...of, sha256, archive, ...opened })
      .onConflictDoUpdate({
        target: [uploads.studentId, uploads.assignmentId, uploads.sha256],
        set: { ...opened, createdAt: sql`now()` },
      })
      .returning({ id: uploads.id, sha256: uploads.sha256, createdAt: uploads.createdAt });
    const mine = and(eq(uploads.studentId, of.studentId), eq(uploads.assignmentId, of.assignmentId), unused(tx));
    const newest = tx.select({ id: uploads.id }).from(uploads).where(mine).orderBy(desc(uploads.createdAt), desc(uploads.id)).limit(unusedKept);
    await tx.delete(uploads).where(and(mine, notInArray(uploads.id, newest)));
    return row as StoredUpload;
  });
}

/** Whether the student's own upload for that assignment has this id. */
export async function hasUpload(db: Database, id: string, of: { assignmentId: string; studentId: string }): Promise<boolean> {
  const mine = and(eq(uploads.id, id), eq(uploads.assignmentId, of.assignmentId), eq(uploads.studentId, of.studentId));
  return (await db.$count(uploads, mine)) > 0;
}

/** The files that were kept of an archive; none for null. */
export async function selectUploadedFiles(db: Database, id: string | null): Promise<Upload[]> {
  if (id === null) return [];
  const [row] = await db.select({ files: uploads.files }).from(uploads).where(eq(uploads.id, id));
  return row ? (JSON.parse((await promisify(gunzip)(row.files)).toString('utf8')) as Upload[]) : [];
}

/** Deletes archives that no submission has named for so long. Returns how many. */
export async function deleteUnusedUploads(db: Database, olderThanSeconds: number): Promise<number> {
  const gone = await db
    .delete(uploads)
    .where(and(sql`${uploads.createdAt} < now() - make_interval(secs => ${olderThanSeconds})`, unused(db)))
    .returning({ id: uploads.id });
  return gone.length;
}

function unused(db: Database) {
  return notExists(db.select({ one: sql`1` }).from(submissions).where(eq(submissions.uploadId, uploads.id)));
}
