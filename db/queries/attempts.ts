import { sql } from 'drizzle-orm';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { counted, countsFirst, ownDeadline } from './counting.ts';

/** One of a student's submissions for an assignment, without what was found. */
export interface Attempt {
  id: string;
  createdAt: Date;
  /** Whether it is the one that counts, by the assignment's policy. */
  counts: boolean;
  /** The student's own deadline; null: there is none. */
  dueAt: Date | null;
  /** Null: not settled yet. The points of a not gradable one mean nothing. */
  grade: AttemptGrade | null;
}

export interface AttemptGrade {
  status: 'final' | 'provisional' | 'not_gradable';
  earned: Hundredths;
  possible: Hundredths;
  /** Days begun after the deadline, and what they cost, which may be nothing; null: in time, or in the time given to one who could not be graded. */
  late: { days: number; deducted: Hundredths } | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  created: number;
  due: number | null;
  counts: boolean;
  status: AttemptGrade['status'] | null;
  earned: number;
  possible: number;
  late_days: number;
  deducted: number;
}

/** Oldest first. */
export async function selectAttempts(db: Database, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Promise<Attempt[]> {
  const names = { submission: 's', grade: 'g', assignment: 'a' };
  const { rows } = await db.execute<Row>(sql`
    select s.id, (extract(epoch from s.created_at) * 1000)::float8 as created,
      (extract(epoch from ${ownDeadline(sql`s.student_id`, names)}) * 1000)::float8 as due, g.status, g.earned, g.possible, c.late_days, c.deducted,
      g.id is not null and row_number() over (order by g.id is null, ${countsFirst(names)}) = 1 as counts
    from submissions s join assignments a on a.id = s.assignment_id
    left join grades g on g.submission_id = s.id and g.is_current
    cross join lateral ${counted(names)} as c
    where s.assignment_id = ${assignmentId} and s.student_id = ${studentId}
    order by s.created_at, s.id`);
  return rows.map((row) => ({ id: row.id, createdAt: new Date(row.created), counts: row.counts, dueAt: row.due === null ? null : new Date(row.due), grade: gradeOf(row) }));
}

function gradeOf({ status, earned, possible, late_days: days, deducted }: Row): AttemptGrade | null {
  if (status === null) return null;
  return { status, earned, possible, late: days > 0 ? { days, deducted } : null };
}
