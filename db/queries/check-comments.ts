import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { checkComments } from '../schema/check-comments.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { recordAudit } from './audit.ts';

/** A comment that stands, with the name of who wrote it. */
export interface CheckComment {
  id: string;
  checkId: string;
  text: string;
  authorId: string;
  author: string;
  createdAt: Date;
}

export interface NewComment {
  submissionId: string;
  checkId: string;
  text: string;
  userId: string;
}

/** Says something to the student about one check of a submission. Returns the comment's id. */
export async function addComment(db: Database, { submissionId, checkId, text, userId }: NewComment): Promise<string> {
  return db.transaction(async (tx) => {
    const [added] = await tx.insert(checkComments).values({ submissionId, checkId, text, createdBy: userId }).returning({ id: checkComments.id });
    if (!added) throw new Error('A comment was inserted and did not come back');
    const courseId = await courseOf(tx, submissionId);
    await recordAudit(tx, {
      actor: { userId },
      action: 'comment.added',
      subject: { kind: 'submission', id: submissionId },
      courseId,
      after: { check: checkId, comment: added.id, text },
    });
    return added.id;
  });
}

/** Takes a comment back: its author or any instructor of the course may, which the caller has checked. False where it does not stand. */
export async function removeComment(db: Database, { submissionId, id, userId }: { submissionId: string; id: string; userId: string }): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [removed] = await tx
      .update(checkComments)
      .set({ removedAt: sql`now()` })
      .where(and(eq(checkComments.id, id), eq(checkComments.submissionId, submissionId), isNull(checkComments.removedAt)))
      .returning({ checkId: checkComments.checkId, text: checkComments.text });
    if (!removed) return false;
    const courseId = await courseOf(tx, submissionId);
    await recordAudit(tx, {
      actor: { userId },
      action: 'comment.removed',
      subject: { kind: 'submission', id: submissionId },
      courseId,
      before: { check: removed.checkId, comment: id, text: removed.text },
    });
    return true;
  });
}

/** Comments of a submission that stand, oldest first. */
export async function selectComments(db: Database, submissionId: string): Promise<CheckComment[]> {
  return db
    .select({
      id: checkComments.id,
      checkId: checkComments.checkId,
      text: checkComments.text,
      authorId: checkComments.createdBy,
      author: users.name,
      createdAt: checkComments.createdAt,
    })
    .from(checkComments)
    .innerJoin(users, eq(users.id, checkComments.createdBy))
    .where(and(eq(checkComments.submissionId, submissionId), isNull(checkComments.removedAt)))
    .orderBy(asc(checkComments.createdAt), asc(checkComments.id));
}

async function courseOf(tx: Database, submissionId: string): Promise<string | null> {
  const [row] = await tx.select({ courseId: submissions.courseId }).from(submissions).where(eq(submissions.id, submissionId));
  return row?.courseId ?? null;
}
