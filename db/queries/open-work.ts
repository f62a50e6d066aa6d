import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

/** Whether a submission has no grade yet, or a regrade is previewed or runs: something for a worker to do, now or later. */
export async function hasOpenWork(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ open: boolean }>(sql`
    select exists (select 1 from submissions where settled_at is null)
      or exists (select 1 from regrades where coalesce(cancelled_at, finished_at, undone_at) is null and paused_at is null
        and (previewed_at is null or confirmed_at is not null)) as open`);
  return rows[0]?.open ?? false;
}
