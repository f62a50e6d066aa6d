import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Database } from '../database.ts';

const key = sql`hashtextextended('batch visits', 0)`;

/**
 * Takes the turn to begin a regrade's visit, one after the other, so that limits hold exactly; then looks, then does. Null: another
 * has the turn, or somebody hands in; that is not waited for, since a queue would keep whoever hands in waiting, too. One round trip,
 * each statement with a snapshot of its own: who hands in waits for no more than that and the commit. Values must be ids.
 */
export async function takeBatchTurn<Row extends Record<string, unknown>>(tx: Database, look: SQL, act: SQL): Promise<Row | null> {
  const statements = [sql`select pg_try_advisory_xact_lock(${key}) as taken`, look, act].map(inlined);
  // Of several statements pg answers all results, which drizzle's types do not say.
  const [turn, looked] = (await tx.execute(sql.raw(statements.join(';')))) as unknown as [{ rows: { taken: boolean }[] }, { rows: Row[] }];
  return turn.rows[0]?.taken === true ? (looked.rows[0] ?? null) : null;
}

/** Several statements take no parameters. */
function inlined(statement: SQL): string {
  const { sql: text, params } = new PgDialect().sqlToQuery(statement);
  return text.replace(/\$(\d+)/g, (_, number: string) => {
    const value = params[Number(number) - 1];
    if (value === null) return 'null';
    if (typeof value !== 'string' || !/^[0-9a-f-]{36}$/.test(value)) throw new Error('Only ids may stand in these statements');
    return `'${value}'`;
  });
}

/**
 * Lets no visit of a regrade begin until the transaction ends: whoever hands in is either seen by it or came after it. Take it first,
 * before any row.
 */
export async function holdBatchesBack(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${key})`);
}
