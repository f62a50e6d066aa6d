import { sql } from 'drizzle-orm';
import type { CriterionPoints } from '#rubric/grade.ts';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import type { Assignment } from './assignments.ts';
import { hashOfWords, isOpenLook, isToConfirm, isUnseen } from './attention-sql.ts';
import { countingSubmission } from './counting.ts';

/** A student of the course in the gradebook of an assignment. */
export interface GradebookRow {
  studentId: string;
  name: string;
  email: string | null;
  /** The LMS's id of the person. */
  externalId: string | null;
  /** Submissions that were handed in, whatever became of them. */
  attempts: number;
  lastHandedIn: Date | null;
  /** One of them waits for its grade. */
  isRunning: boolean;
  /** Null: none has a grade yet. */
  counts: GradebookGrade | null;
}

/** Of the submission that counts. */
export interface GradebookGrade {
  submissionId: string;
  status: 'final' | 'provisional' | 'not_gradable';
  /** Of the grade, before deductions. Not gradable: 0, which means nothing. */
  earned: Hundredths;
  /** What counts: earned less what lateness costs. */
  counted: Hundredths;
  judged: Hundredths;
  possible: Hundredths;
  /** Empty where it is not gradable. */
  criteria: CriterionPoints[];
  /** After the student's own deadline: days begun, and what they cost. */
  late: { days: number; deducted: Hundredths } | null;
  /** Something in it waits for an instructor: a mark of a check, an override to confirm, a second look. */
  needsEyes: boolean;
  isOverridden: boolean;
  /** Graded under another version than the assignment's now. */
  hasOtherRubric: boolean;
}

interface Row extends Record<string, unknown> {
  student_id: string;
  name: string;
  email: string | null;
  external_id: string | null;
  attempts: number;
  last_at: number | null;
  is_running: boolean;
  submission_id: string | null;
  status: GradebookGrade['status'];
  earned: number;
  counted: number;
  judged: number;
  possible: number;
  criteria: CriterionPoints[];
  late_days: number;
  deducted: number;
  needs_eyes: boolean;
  is_overridden: boolean;
  has_other_rubric: boolean;
}

/**
 * All students of the course by name, each with the submission that counts. One query, and it reads no grade's document: what it
 * costs goes with the students and their attempts, not with what else the database holds.
 */
export async function selectGradebook(db: Database, { id, policy }: Pick<Assignment, 'id' | 'policy'>): Promise<GradebookRow[]> {
  const { rows } = await db.execute<Row>(sql`
    select u.id as student_id, u.name, u.email, u.external_id,
      t.attempts, (extract(epoch from t.last_at) * 1000)::float8 as last_at,
      exists (select from submissions s where s.assignment_id = a.id and s.student_id = u.id and s.settled_at is null) as is_running,
      c.submission_id, c.status, c.earned, c.counted, c.judged, c.possible, c.criteria, c.late_days, c.deducted,
      c.rubric_id <> a.rubric_id as has_other_rubric,
      exists (select from overrides o where o.submission_id = c.submission_id and o.lifted_at is null) as is_overridden,
      exists (
        select from check_outcomes k
        where k.grade_id = c.grade_id and k.review is not null and ${isUnseen(sql`c.submission_id`, sql`k.check_id`, hashOfWords(sql`k.review`))}
      ) or exists (select from overrides o where o.submission_id = c.submission_id and ${isToConfirm('o')})
        or exists (select from second_looks l where l.submission_id = c.submission_id and ${isOpenLook('l')})
        as needs_eyes
    from assignments a
    join memberships m on m.course_id = a.course_id and m.role = 'student'
    join users u on u.id = m.user_id
    cross join lateral (
      select count(*)::int as attempts, max(s.created_at) as last_at
      from submissions s where s.assignment_id = a.id and s.student_id = u.id) t
    left join lateral ${countingSubmission(policy, sql`u.id`, { assignment: 'a' })} c on true
    where a.id = ${id}
    order by u.name, u.id`);
  return rows.map(present);
}

function present(row: Row): GradebookRow {
  const { submission_id: submissionId, status, earned, judged, possible, criteria } = row;
  return {
    studentId: row.student_id,
    name: row.name,
    email: row.email,
    externalId: row.external_id,
    attempts: row.attempts,
    lastHandedIn: row.last_at === null ? null : new Date(row.last_at),
    isRunning: row.is_running,
    counts: submissionId === null ? null : {
      submissionId,
      status,
      earned,
      counted: row.counted,
      judged,
      possible,
      criteria,
      late: row.late_days > 0 ? { days: row.late_days, deducted: row.deducted } : null,
      needsEyes: row.needs_eyes,
      isOverridden: row.is_overridden,
      hasOtherRubric: row.has_other_rubric,
    },
  };
}
