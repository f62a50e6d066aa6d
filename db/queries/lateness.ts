import { sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { counted, ownDeadline } from './counting.ts';

/** How a submission stands to its student's own deadline, and what that costs; see `counting.ts`. */
export interface Lateness {
  dueAt: Date;
  /** Days begun after it; 0: in time, or in the time given to one who could not be graded. */
  days: number;
  deducted: Hundredths;
  /** What counts of what was earned. */
  counted: Hundredths;
}

/** Of a submission's current grade. Null: it has none, or there is no deadline. */
export async function selectOptionalLateness(db: Database, submissionId: string): Promise<Lateness | null> {
  const { rows } = await db.execute<{ due: number | null; days: number; deducted: number; counted: number }>(sql`
    select (extract(epoch from ${ownDeadline(sql`s.student_id`, { assignment: 'a' })}) * 1000)::float8 as due, c.late_days as days, c.deducted, c.counted
    from submissions s join assignments a on a.id = s.assignment_id join grades g on g.submission_id = s.id and g.is_current
    cross join lateral ${counted({ submission: 's', grade: 'g', assignment: 'a' })} as c
    where s.id = ${submissionId}`);
  const [row] = rows;
  return row && row.due !== null ? { dueAt: new Date(row.due), days: row.days, deducted: row.deducted, counted: row.counted } : null;
}
