import { sql } from 'drizzle-orm';
import type { Grade, Outcome } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import type { Assignment } from './assignments.ts';
import { countingSubmission } from './counting.ts';

type Named = Pick<Assignment, 'id' | 'policy' | 'rubricId'>;

/** How a check went in the submissions that count, under the assignment's rubric. */
export interface CheckFigures {
  checkId: string;
  outcomes: Record<Outcome, number>;
  /** Of each student whom it could be judged for: the share of its points that was earned … */
  shares: number[];
  /** … and the points of all other checks, in hundredths. */
  rests: number[];
}

// Below, "offset 0" has Postgres look up each grade's outcomes; left to itself it reads those of all assignments.

/** The submissions that count, one row a student, for the queries below. */
function counting({ id, policy, rubricId }: Named) {
  return sql`
    select m.user_id as student_id, c.* from assignments a
    join memberships m on m.course_id = a.course_id and m.role = 'student'
    cross join lateral ${countingSubmission(policy, sql`m.user_id`, { assignment: 'a' })} c
    where a.id = ${id} and c.status <> 'not_gradable' and c.rubric_id = ${rubricId}`;
}

/** Of every check that a submission that counts has, without reading a document. */
export async function selectCheckFigures(db: Database, assignment: Named): Promise<CheckFigures[]> {
  const { rows } = await db.execute<Record<Outcome, number> & { check_id: string; shares: number[] | null; rests: number[] | null }>(sql`
    with counting as materialized (${counting(assignment)})
    select k.check_id,
      count(*) filter (where k.outcome = 'passed')::int as passed, count(*) filter (where k.outcome = 'partial')::int as partial,
      count(*) filter (where k.outcome = 'failed')::int as failed, count(*) filter (where k.outcome = 'not_gradable')::int as not_gradable,
      json_agg(case k.outcome when 'passed' then 1 when 'failed' then 0 else round(k.earned::numeric / nullif(k.possible, 0), 4) end)
        filter (where k.outcome <> 'not_gradable') as shares,
      json_agg(c.earned - k.earned) filter (where k.outcome <> 'not_gradable') as rests
    from counting c join check_outcomes k on k.grade_id = c.grade_id
    group by k.check_id`);
  return rows.map(({ check_id: checkId, passed, partial, failed, not_gradable, shares, rests }) => ({
    checkId,
    outcomes: { passed, partial, failed, not_gradable },
    shares: (shares ?? []).map((share) => share ?? 0),
    rests: rests ?? [],
  }));
}

/** How many submissions came in each hour, oldest first; hours without any are left out. */
export async function selectSubmissionHours(db: Database, assignmentId: string): Promise<{ at: Date; count: number }[]> {
  const { rows } = await db.execute<{ hour: number; count: number }>(sql`
    select floor(extract(epoch from created_at) / 3600)::int as hour, count(*)::int as count
    from submissions where assignment_id = ${assignmentId} group by 1 order by 1`);
  return rows.map(({ hour, count }) => ({ at: new Date(hour * 3_600_000), count }));
}

/** Of each student who has handed in: attempts, and hours from the first to the one that first earned so many percent; null: none did. */
export async function selectProgress(db: Database, assignmentId: string, percent: number): Promise<{ attempts: number; hoursToPass: number | null }[]> {
  const { rows } = await db.execute<{ attempts: number; hours: number | null }>(sql`
    select count(*)::int as attempts,
      (extract(epoch from min(s.created_at) filter (where g.status <> 'not_gradable' and g.earned * 100 >= ${percent}::int * g.possible)
        - min(s.created_at)) / 3600)::float8 as hours
    from submissions s
    join memberships m on m.course_id = s.course_id and m.user_id = s.student_id and m.role = 'student'
    left join grades g on g.submission_id = s.id and g.is_current
    where s.assignment_id = ${assignmentId} group by s.student_id`);
  return rows.map(({ attempts, hours }) => ({ attempts, hoursToPass: hours }));
}

/** A check of one student that was passed in some attempts and not in others. */
export interface MixedCheck {
  checkId: string;
  attempts: number;
  notPassed: [attempt: number, outcome: Exclude<Outcome, 'passed'>][];
}

/**
 * Over all graded attempts under the assignment's rubric, one row a student and check. Only outcomes other than passed are
 * gathered, since most are passed.
 */
export async function selectMixedChecks(db: Database, { id, rubricId }: Named): Promise<MixedCheck[]> {
  const { rows } = await db.execute<{ check_id: string; attempts: number; not_passed: MixedCheck['notPassed'] }>(sql`
    with tries as materialized (
      select s.student_id, g.id as grade_id, row_number() over student as attempt, count(*) over (partition by s.student_id) as attempts
      from submissions s join grades g on g.submission_id = s.id and g.is_current
      where s.assignment_id = ${id} and g.status <> 'not_gradable' and g.rubric_id = ${rubricId}
      window student as (partition by s.student_id order by s.created_at, s.id))
    select k.check_id, min(t.attempts)::int as attempts, json_agg(json_build_array(t.attempt, k.outcome)) as not_passed
    from tries t cross join lateral (
      select check_id, outcome from check_outcomes where grade_id = t.grade_id and outcome <> 'passed' offset 0) k
    where t.attempts > 2
    group by t.student_id, k.check_id having count(*) < min(t.attempts)`);
  return rows.map(({ check_id: checkId, attempts, not_passed: notPassed }) => ({ checkId, attempts, notPassed }));
}

/** By check: in how many new visits of the same submission, under the same rubric, it came out otherwise (passed or not) than before. */
export async function selectChangedByVisits(db: Database, assignmentId: string): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ check_id: string; count: number }>(sql`
    select k.check_id, count(*)::int as count
    from submissions s
    join grades g on g.submission_id = s.id and g.source = 'recollect'
    join lateral (
      select b.id from grades b where b.submission_id = s.id and b.version < g.version and b.run_id <> g.run_id and b.rubric_id = g.rubric_id
      order by b.version desc limit 1) before on true
    join check_outcomes k on k.grade_id = g.id and k.outcome <> 'not_gradable'
    join check_outcomes old on old.grade_id = before.id and old.check_id = k.check_id and old.outcome <> 'not_gradable'
    where s.assignment_id = ${assignmentId} and (k.outcome = 'passed') <> (old.outcome = 'passed')
    group by k.check_id`);
  return new Map(rows.map(({ check_id: checkId, count }) => [checkId, count]));
}

/**
 * Documents of grades that count and in which a check failed or was passed in part, at most `most`: for each check up to 20, those
 * that serve many checks first. Reading all of a large class would take seconds.
 */
export async function selectFailedDocuments(db: Database, assignment: Named, most = 200): Promise<Grade[]> {
  const { rows } = await db.execute<{ document: Grade }>(sql`
    with counting as materialized (${counting(assignment)}),
    failed as (
      select c.grade_id, row_number() over (partition by k.check_id order by c.grade_id) as number
      from counting c cross join lateral (
        select check_id from check_outcomes where grade_id = c.grade_id and outcome in ('failed', 'partial') offset 0) k),
    chosen as materialized (
      select grade_id from failed where number <= 20 group by grade_id order by count(*) desc, grade_id limit ${most})
    select g.document from chosen join grades g on g.id = chosen.grade_id order by g.id`);
  return rows.map(({ document }) => document);
}
