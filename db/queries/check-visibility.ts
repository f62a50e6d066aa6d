import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import type { CheckVisibility } from '../schema/assignments.ts';
import { ownDeadline } from './counting.ts';

/** Whether a student sees single checks of their submissions for an assignment now. */
export type Visibility =
  | { visible: true }
  /** `from`: when they will be shown; null: not as the assignment is set now. */
  | { visible: false; setting: Exclude<CheckVisibility, 'always'>; from: Date | null };

/**
 * By the database's clock. `after-deadline`: once the student's own deadline, an extension counted, is over with all lateness;
 * without a deadline that is never. Throws where there is no such assignment.
 */
export async function selectVisibility(db: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Visibility> {
  const from = sql`${ownDeadline(sql`${studentId}::uuid`, { assignment: 'a' })} + make_interval(mins => a.late_minutes)`;
  const { rows } = await db.execute<{ setting: CheckVisibility; from: number | null; over: boolean | null }>(sql`
    select a.checks_visible as setting, (extract(epoch from ${from}) * 1000)::float8 as from, now() > ${from} as over
    from assignments a where a.id = ${assignmentId}`);
  const [row] = rows;
  if (!row) throw new Error(`There is no assignment ${assignmentId}`);
  const { setting, from: at, over } = row;
  if (setting === 'always' || (setting === 'after-deadline' && over === true)) return { visible: true };
  return { visible: false, setting, from: setting === 'after-deadline' && at !== null ? new Date(at) : null };
}
