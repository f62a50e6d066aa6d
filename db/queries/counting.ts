import { type SQL, sql } from 'drizzle-orm';
import type { GradePolicy } from '../schema/assignments.ts';

/** The names that a query gives to the tables; by default the tables' own. */
export interface Names {
  submission?: string;
  grade?: string;
  assignment?: string;
}

/**
 * A student's own deadline: the extension's in place of the assignment's, unless the assignment's is later by now. Null: none.
 * `student` is an SQL value.
 */
export function ownDeadline(student: SQL, { assignment = 'assignments' }: Pick<Names, 'assignment'> = {}): SQL {
  const a = sql.identifier(assignment);
  return sql`case when ${a}.due_at is not null then greatest(${a}.due_at,
    (select e.due_at from extensions e where e.assignment_id = ${a}.id and e.student_id = ${student})) end`;
}

/**
 * What counts of a submission's current grade, as a lateral table of one row, in hundredths: `late_days` (days begun after the
 * student's own deadline; 0: in time, or in the time given to one who could not be graded), `deducted` (never more than was
 * earned, rounded in the student's favour) and `counted`. The one place that knows; grades themselves never change for it.
 *
 *     sql`… cross join lateral ${counted({ submission: 's', grade: 'g', assignment: 'a' })} as c`
 */
export function counted({ submission = 'submissions', grade = 'grades', assignment = 'assignments' }: Names = {}): SQL {
  const [s, g, a] = [sql`${sql.identifier(submission)}`, sql.identifier(grade), sql`${sql.identifier(assignment)}`];
  // "offset 0" keeps Postgres from working each step out anew wherever it is named.
  return sql`(select late_days, deducted, greatest(${g}.earned, 0) - deducted as counted from (
    select late_days, case when ${a}.late_minutes > 0
        then least(greatest(${g}.earned, 0)::bigint, greatest(${g}.earned, 0)::bigint * ${a}.late_percent_per_day * late_days / 100)::int else 0 end as deducted
    from (
      select case when own.due is null or ${s}.created_at <= own.due or ${graceCovers(s, sql`own.due`, a)} then 0
        else ceil(extract(epoch from ${s}.created_at - own.due) / 86400)::int end as late_days
      from (select ${ownDeadline(sql`${s}.student_id`, { assignment })} as due offset 0) own offset 0) late offset 0) deduction)`;
}

/** Whether the last one from before the deadline could not be graded when it was told, and this one came in the time given for that. */
function graceCovers(s: SQL, due: SQL, a: SQL): SQL {
  return sql`coalesce((
    select ${s}.created_at <= before.settled_at + make_interval(mins => ${a}.grace_minutes)
      and exists (select 1 from grades told where told.submission_id = before.id and told.status = 'not_gradable' and (told.is_current or told.version = 1))
    from submissions before
    where before.assignment_id = ${s}.assignment_id and before.student_id = ${s}.student_id and before.created_at <= ${due}
    order by before.created_at desc, before.id desc limit 1), false)`;
}

/**
 * Puts the submission that counts first among a student's, for `order by` after the student (`c` is `counted`'s row): one that could
 * be graded before one that could not, then by the assignment's policy, after deductions; of equals the last.
 */
export function countsFirst({ submission = 'submissions', grade = 'grades', assignment = 'assignments' }: Names = {}, c = 'c'): SQL {
  const [s, g, a] = [submission, grade, assignment].map((name) => sql.identifier(name));
  return sql`(${g}.status = 'not_gradable'), case ${a}.policy when 'best' then ${sql.identifier(c)}.counted else 0 end desc, ${s}.created_at desc, ${s}.id desc`;
}

/**
 * The submission of one student that counts, as a lateral table of one row, or none where nothing has a grade yet: `submission_id`;
 * of its current grade `grade_id`, `rubric_id`, `status`, `earned`, `judged`, `possible` and `criteria`; and `counted`'s columns. It picks
 * what `countsFirst` puts first, and with the policy `latest` reads no more than it must: from the newest on until one could be graded.
 *
 *     sql`… left join lateral ${countingSubmission(policy, sql`u.id`, { assignment: 'a' })} as c on true`
 *
 * @param policy the assignment's own
 * @param student an SQL value
 */
export function countingSubmission(policy: GradePolicy, student: SQL, { assignment = 'assignments' }: Pick<Names, 'assignment'> = {}): SQL {
  const names = { submission: 's', grade: 'g', assignment };
  const newest = sql`s.created_at desc, s.id desc`;
  const graded = (condition: SQL, order: SQL) => sql`
    select s.id as submission_id, g.id as grade_id, g.rubric_id, g.status, g.earned, g.judged, g.possible, g.criteria, k.late_days, k.deducted, k.counted
    from submissions s
    join grades g on g.submission_id = s.id and g.is_current
    cross join lateral ${counted(names)} as k
    where s.assignment_id = ${sql.identifier(assignment)}.id and s.student_id = ${student} and ${condition}
    order by ${order} limit 1`;
  if (policy === 'best') return sql`(${graded(sql`true`, countsFirst(names, 'k'))})`;
  return sql`(
    with could as materialized (${graded(sql`g.status <> 'not_gradable'`, newest)})
    select * from could
    union all
    select * from (${graded(sql`g.status = 'not_gradable' and not exists (select from could)`, newest)}) could_not)`;
}
