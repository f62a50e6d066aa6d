import { createHash } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import type { CheckResult, Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { reviewsSeen } from '../schema/reviews-seen.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { recordAudit } from './audit.ts';

/** What an instructor has looked at; `checkId` is empty where it is that the submission could not be graded wholly. */
export interface ReviewSeen {
  checkId: string;
  reviewHash: string;
  seenBy: string;
  seenAt: Date;
  note: string | null;
}

export interface SeenRequest {
  submissionId: string;
  /** Checks that say the same words; one empty id: that the submission could not be graded wholly. */
  checkIds: readonly string[];
  reviewHash: string;
  note: string | null;
  userId: string;
}

/** What stands for a check's words for review: SHA-256, hex. `attention-sql.ts` has the same in SQL. */
export function reviewHash(words: string): string {
  return createHash('sha256').update(words.replaceAll('\0', '')).digest('hex');
}

/** The same for a grade that could not be formed wholly: its reason, or which checks are open. Null: it is final. */
export function openHash(grade: Grade): string | null {
  if (grade.status === 'final') return null;
  if (grade.status === 'not_gradable') return reviewHash(`"reason":${JSON.stringify(grade.reason)}}`);
  const checks: CheckResult[] = [...grade.criteria.flatMap((criterion) => criterion.checks), ...(grade.bonus?.checks ?? [])];
  return reviewHash(checks.filter(({ outcome }) => outcome === 'not_gradable').map(({ id }) => id).toSorted().join(' '));
}

/** An instructor has looked; the same words do not come before them again. Saying so again changes nothing. Returns how many were new. */
export async function markSeen(db: Database, { submissionId, checkIds, reviewHash: hash, note, userId }: SeenRequest): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = checkIds.map((checkId) => ({ submissionId, checkId, reviewHash: hash, seenBy: userId, note }));
    const added = await tx.insert(reviewsSeen).values(rows).onConflictDoNothing().returning({ checkId: reviewsSeen.checkId });
    if (added.length === 0) return 0;
    const [row] = await tx.select({ courseId: submissions.courseId }).from(submissions).where(eq(submissions.id, submissionId));
    const after = { checks: added.map(({ checkId }) => checkId), hash };
    await recordAudit(tx, { actor: { userId }, action: 'review.seen', subject: { kind: 'submission', id: submissionId }, courseId: row?.courseId ?? null, after, why: note });
    return added.length;
  });
}

/** Oldest first. */
export async function selectReviewsSeen(db: Database, submissionId: string): Promise<ReviewSeen[]> {
  return db
    .select({ checkId: reviewsSeen.checkId, reviewHash: reviewsSeen.reviewHash, seenBy: users.name, seenAt: reviewsSeen.createdAt, note: reviewsSeen.note })
    .from(reviewsSeen)
    .innerJoin(users, eq(users.id, reviewsSeen.seenBy))
    .where(eq(reviewsSeen.submissionId, submissionId))
    .orderBy(asc(reviewsSeen.createdAt), asc(reviewsSeen.checkId));
}
