import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { idempotencyKeys } from '../schema/idempotency-keys.ts';

export type Answer = { status: number; body: unknown };

export interface IdempotentRequest {
  userId: string;
  key: string;
  /** SHA-256, hex, of what is asked. */
  requestHash: string;
}

export type Idempotent = { fresh: boolean; answer: Answer } | { mismatch: true };

/**
 * Does the work once for a key, in one transaction with the note that it was done: the same request again gets the same
 * answer; another request under the same key is a mismatch. Of two at once, the second waits for the first. Work that throws
 * leaves no trace.
 */
export async function answerOnce(
  db: Database,
  request: IdempotentRequest,
  work: (tx: Database) => Promise<Answer>,
): Promise<Idempotent> {
  return db.transaction(async (tx) => {
    await tx
      .delete(idempotencyKeys)
      .where(and(eq(idempotencyKeys.userId, request.userId), sql`${idempotencyKeys.createdAt} < now() - interval '1 day'`));
    // Blocks while another transaction holds the same key, until that one commits or gives up.
    const claimed = await tx
      .insert(idempotencyKeys)
      .values({ ...request, status: 0, body: {} })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (claimed.length === 0) return earlierAnswer(tx, request);
    const answer = await work(tx);
    await tx.update(idempotencyKeys).set({ status: answer.status, body: answer.body }).where(same(request));
    return { fresh: true, answer };
  });
}

async function earlierAnswer(tx: Database, request: IdempotentRequest): Promise<Idempotent> {
  const [row] = await tx.select().from(idempotencyKeys).where(same(request));
  if (row?.requestHash !== request.requestHash) return { mismatch: true };
  return { fresh: false, answer: { status: row.status, body: row.body } };
}

function same({ userId, key }: IdempotentRequest) {
  return and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key));
}
