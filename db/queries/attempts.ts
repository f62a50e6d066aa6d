import { sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import type { SubmissionStatus } from './submissions.ts';

/** One of a student's submissions for an assignment. */
export interface Attempt {
  id: string;
  handedInAt: Date;
  status: SubmissionStatus;
  /** Null: no grade, or not gradable. */
  earned: Hundredths | null;
  possible: Hundredths | null;
}

/** All of a student's for an assignment, the oldest first. */
export async function selectAttempts(db: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Attempt[]> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select s.id, (extract(epoch from s.created_at) * 1000)::float8 as "handedInAt",
      case when s.settled_at is not null then case when g.status = 'not_gradable' then 'not_gradable' else 'graded' end
        when s.latest_run > 0 then 'running' else 'queued' end as status,
      case when g.status <> 'not_gradable' then g.earned end as earned, g.possible
    from submissions s left join grades g on g.submission_id = s.id and g.is_current
    where s.assignment_id = ${assignmentId} and s.student_id = ${studentId}
    order by s.created_at, s.id`);
  return rows.map((row) => ({ ...row, handedInAt: new Date(Number(row['handedInAt'])) })) as unknown as Attempt[];
}

/** Until when the student may hand in without being late: their own extension, or the assignment's deadline. Null: there is none. */
export async function selectDueAt(db: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Date | null> {
  const { rows } = await db.execute<{ due: number | null }>(sql`
    select (extract(epoch from coalesce(e.due_at, a.due_at)) * 1000)::float8 as due
    from assignments a left join extensions e on e.assignment_id = a.id and e.student_id = ${studentId}
    where a.id = ${assignmentId}`);
  const due = rows[0]?.due ?? null;
  return due === null ? null : new Date(due);
}
