import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

/** The database's clock, which all parts share: milliseconds since 1970. */
export async function selectClock(db: Database): Promise<number> {
  const { rows } = await db.execute<{ now: string }>(sql`select 1000 * extract(epoch from clock_timestamp()) as now`);
  return Number(rows[0]?.now);
}
