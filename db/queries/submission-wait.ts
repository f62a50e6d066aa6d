import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

/** What a submission waits for that no worker has in hand. */
export interface SubmissionWait {
  settled: boolean;
  /** Not begun submissions that came in before this one. */
  ahead: number;
  /** When the next try is due, after one that failed; null: as soon as there is a place. */
  nextTryAt: Date | null;
  /** Why the last visit failed, in words for the student; null where it did not, or where that was on our side. */
  fault: string | null;
}

/** One short query, as often as somebody looks. Null where there is no such submission. */
export async function selectSubmissionWait(db: Database, id: string): Promise<SubmissionWait | null> {
  // Runs that end on our side carry messages for operators.
  const { rows } = await db.execute<{ settled: boolean; ahead: number; next: number | null; fault: string | null }>(sql`
    select s.settled_at is not null as settled,
      (select count(*)::int from submissions o where o.settled_at is null and o.latest_run = 0 and o.created_at < s.created_at) as ahead,
      case when s.not_before > now() then (extract(epoch from s.not_before) * 1000)::float8 end as next,
      (select case when r.error->>'code' not in ('internal', 'outage', 'called-off') then r.error->>'message' end
        from grading_runs r where r.submission_id = s.id order by r.number desc limit 1) as fault
    from submissions s where s.id = ${id}`);
  const [row] = rows;
  return row ? { settled: row.settled, ahead: row.ahead, nextTryAt: row.next === null ? null : new Date(row.next), fault: row.fault } : null;
}
