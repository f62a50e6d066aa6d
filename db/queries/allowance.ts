import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { ownDeadline } from './counting.ts';

/**
 * open: before the own deadline, or there is none; late: after it, in the time in which a penalty is taken; grace: after it, in the
 * time of one who could not be graded, which nothing else refuses. The others refuse: cool-down until `nextAt`, used-up and closed.
 */
export type AllowanceState = 'open' | 'late' | 'grace' | 'cool-down' | 'used-up' | 'closed';

/** What a student may hand in for an assignment now, by the database's clock. */
export interface Allowance {
  /** The student's own deadline; null: none. */
  dueAt: Date | null;
  /** By an extension. */
  isExtended: boolean;
  /** Until then with a penalty; null: no such time, or no deadline. */
  lateUntil: Date | null;
  /** Of the earned points, for each day begun after the deadline. */
  latePercentPerDay: number;
  /** Used: those that are being graded or were graded wholly; one that could not be uses up none. Limit null: any number. */
  attempts: { used: number; limit: number | null };
  /** When the next may be handed in, where that is later than now. */
  nextAt: Date | null;
  state: AllowanceState;
  /** What became of the last one from before the own deadline. */
  onTime: OnTime;
}

/** What became of the student's last submission from before the deadline. `until`: the end of the time given for it. */
export type OnTime =
  | { kind: 'none' }
  | { kind: 'running'; submissionId: string; graceMinutes: number }
  | { kind: 'graded'; submissionId: string }
  | { kind: 'not-gradable'; submissionId: string; until: Date };

interface Row extends Record<string, unknown> {
  due: number | null;
  extended: boolean;
  late_until: number | null;
  is_over: boolean;
  is_late_over: boolean;
  late_percent_per_day: number;
  attempts: number | null;
  used: number;
  next: number | null;
  cools_down: boolean;
  grace_minutes: number;
  submission_id: string | null;
  status: string | null;
  until: number | null;
  in_grace: boolean | null;
}

/**
 * Where it decides, ask it in the transaction that hands in: that one's time is the submission's `createdAt`, so that the two can
 * never disagree. Who waited for the turn began before the one that went first, so "no cool-down" is no comparison of times.
 * Throws where there is no such assignment.
 */
export async function selectAllowance(db: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Allowance> {
  const until = sql`s.settled_at + make_interval(mins => a.grace_minutes)`;
  const lateUntil = sql`own.due + make_interval(mins => a.late_minutes)`;
  const next = sql`u.last + make_interval(mins => a.cool_down_minutes)`;
  const { rows } = await db.execute<Row>(sql`
    select ${milliseconds(sql`own.due`)} as due, coalesce(own.due > a.due_at, false) as extended,
      case when a.late_minutes > 0 then ${milliseconds(lateUntil)} end as late_until,
      coalesce(now() > own.due, false) as is_over, coalesce(now() > ${lateUntil}, false) as is_late_over, a.late_percent_per_day,
      a.attempts, u.used, ${milliseconds(next)} as next, coalesce(a.cool_down_minutes > 0 and now() < ${next}, false) as cools_down,
      a.grace_minutes, s.id as submission_id, g.status, ${milliseconds(until)} as until, now() <= ${until} as in_grace
    from assignments a
    cross join lateral (select ${ownDeadline(sql`${studentId}::uuid`, { assignment: 'a' })} as due) own
    cross join lateral (
      select count(*)::int as used, max(s.created_at) as last from submissions s
      left join grades g on g.submission_id = s.id and g.is_current
      where s.assignment_id = a.id and s.student_id = ${studentId} and (s.settled_at is null or g.status = 'final')) u
    left join lateral (
      select s.id, s.settled_at from submissions s
      where s.assignment_id = a.id and s.student_id = ${studentId} and (own.due is null or s.created_at <= own.due)
      order by s.created_at desc, s.id desc limit 1) s on true
    left join grades g on g.submission_id = s.id and g.is_current
    where a.id = ${assignmentId}`);
  const [row] = rows;
  if (!row) throw new Error(`There is no assignment ${assignmentId}`);
  return {
    dueAt: dateOf(row.due),
    isExtended: row.extended,
    lateUntil: dateOf(row.late_until),
    latePercentPerDay: row.late_percent_per_day,
    attempts: { used: row.used, limit: row.attempts },
    nextAt: row.cools_down ? dateOf(row.next) : null,
    state: stateOf(row),
    onTime: readOnTime(row),
  };
}

function stateOf(row: Row): AllowanceState {
  if (row.is_over && row.in_grace === true && row.status === 'not_gradable') return 'grace';
  if (row.is_late_over) return 'closed';
  if (row.attempts !== null && row.used >= row.attempts) return 'used-up';
  if (row.cools_down) return 'cool-down';
  return row.is_over ? 'late' : 'open';
}

function readOnTime({ submission_id: submissionId, status, until, grace_minutes: graceMinutes }: Row): OnTime {
  if (submissionId === null) return { kind: 'none' };
  if (until === null) return { kind: 'running', submissionId, graceMinutes };
  if (status !== 'not_gradable') return { kind: 'graded', submissionId };
  return { kind: 'not-gradable', submissionId, until: new Date(until) };
}

function milliseconds(moment: SQL): SQL {
  return sql`(extract(epoch from ${moment}) * 1000)::float8`;
}

function dateOf(since1970: number | null): Date | null {
  return since1970 === null ? null : new Date(since1970);
}
