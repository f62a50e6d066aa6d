import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

/** Whether a student may hand in now, by the database's clock. */
export type Deadline =
  | { kind: 'open' }
  /** After the deadline, in the time that one has whose machine could not be graded. */
  | { kind: 'grace'; until: Date }
  | { kind: 'passed'; dueAt: Date; onTime: OnTime };

/** What became of the student's last submission from before the deadline. */
export type OnTime =
  | { kind: 'none' }
  | { kind: 'running'; submissionId: string; graceMinutes: number }
  | { kind: 'graded'; submissionId: string }
  | { kind: 'grace-over'; submissionId: string; until: Date };

interface Row extends Record<string, unknown> {
  open: boolean;
  due: number;
  grace_minutes: number;
  submission_id: string | null;
  status: string | null;
  until: number | null;
  in_grace: boolean | null;
}

/**
 * Asked in the transaction that hands in: its time is the submission's `createdAt`, so that the two can never disagree.
 * Throws where there is no such assignment.
 */
export async function selectDeadline(tx: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Deadline> {
  const until = sql`s.settled_at + make_interval(mins => a.grace_minutes)`;
  const { rows } = await tx.execute<Row>(sql`
    select coalesce(now() <= a.due_at, true) as open, (extract(epoch from a.due_at) * 1000)::float8 as due, a.grace_minutes,
      s.id as submission_id, g.status, (extract(epoch from ${until}) * 1000)::float8 as until, now() <= ${until} as in_grace
    from assignments a
    left join lateral (
      select s.id, s.settled_at from submissions s
      where s.assignment_id = a.id and s.student_id = ${studentId} and s.created_at <= a.due_at
      order by s.created_at desc, s.id desc limit 1) s on true
    left join grades g on g.submission_id = s.id and g.is_current
    where a.id = ${assignmentId}`);
  const [row] = rows;
  if (!row) throw new Error(`There is no assignment ${assignmentId}`);
  if (row.open) return { kind: 'open' };
  const onTime = readOnTime(row);
  if (onTime.kind === 'grace-over' && row.in_grace) return { kind: 'grace', until: onTime.until };
  return { kind: 'passed', dueAt: new Date(row.due), onTime };
}

function readOnTime({ submission_id: submissionId, status, until, grace_minutes: graceMinutes }: Row): OnTime {
  if (submissionId === null) return { kind: 'none' };
  if (until === null) return { kind: 'running', submissionId, graceMinutes };
  if (status !== 'not_gradable') return { kind: 'graded', submissionId };
  return { kind: 'grace-over', submissionId, until: new Date(until) };
}
