import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

const key = sql`hashtextextended('batch visits', 0)`;

/**
 * Takes the turn to begin a regrade's visit, one after the other, so that limits hold exactly. False: another has it, or somebody
 * hands in. It is not waited for: a queue of those who wait would keep whoever hands in waiting, too.
 */
export async function takeBatchTurn(tx: Database): Promise<boolean> {
  const { rows } = await tx.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(${key}) as taken`);
  return rows[0]?.taken === true;
}

/**
 * Lets no visit of a regrade begin until the transaction ends: whoever hands in is either seen by it or came after it. Take it first,
 * before any row.
 */
export async function holdBatchesBack(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${key})`);
}
