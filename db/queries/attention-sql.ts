import { sql, type SQL } from 'drizzle-orm';
import { counted, countsFirst } from './counting.ts';

/** Of each student: the submission that counts and the newest one that has a grade; or all of them. */
export interface QueueScope {
  /** Or an expression of the query around it. */
  assignmentId: string | SQL;
  /** Earlier attempts too, which count for nothing. */
  all?: boolean | undefined;
}

/** What an instructor has to do with, as conditions on an alias; the queue and the gradebook ask the same. */
export const isOpenLook = (look: string): SQL => sql`${sql.identifier(look)}.answered_at is null and ${sql.identifier(look)}.withdrawn_at is null`;
export const isToConfirm = (override: string): SQL => sql`${sql.identifier(override)}.lifted_at is null and ${sql.identifier(override)}.look_again_at is not null`;

/** Words by which a check was marked, as `reviews_seen` keeps them. */
export const hashOfWords = (words: SQL): SQL => sql`encode(sha256(convert_to(${words}, 'UTF8')), 'hex')`;

/** Nobody has looked at these words of the check. All three are SQL values. */
export const isUnseen = (submission: SQL, check: SQL, hash: SQL): SQL =>
  sql`not exists (select 1 from reviews_seen v where v.submission_id = ${submission} and v.check_id = ${check} and v.review_hash = ${hash})`;

/** Current grades that the queue speaks of, as a query: submission_id, student_id, handed_in, grade_id, status. */
export function gradesInQueue({ assignmentId, all = false }: QueueScope): SQL {
  const names = { submission: 's', grade: 'g', assignment: 'a' };
  return sql`(
    select submission_id, student_id, handed_in, grade_id, status from (
      select s.id as submission_id, s.student_id, s.created_at as handed_in, g.id as grade_id, g.status,
        row_number() over (partition by s.student_id order by ${countsFirst(names)}) as counting,
        row_number() over (partition by s.student_id order by s.created_at desc, s.id desc) as newest
      from submissions s
      join grades g on g.submission_id = s.id and g.is_current
      join assignments a on a.id = s.assignment_id
      cross join lateral ${counted(names)} as c
      where s.assignment_id = ${assignmentId}) ranked
    where ${all} or counting = 1 or newest = 1)`;
}

/** Checks marked for review that nobody has looked at, those of a submission with the same words as one row. */
export function unseenReviews(scope: QueueScope): SQL {
  return sql`(
    select q.submission_id, q.student_id, q.handed_in, m.review as words, m.hash, array_agg(m.check_id order by m.check_id) as checks
    from ${gradesInQueue(scope)} q
    join lateral (
      select o.check_id, o.review, ${hashOfWords(sql`o.review`)} as hash
      from check_outcomes o where o.grade_id = q.grade_id and o.review is not null) m on true
    where ${isUnseen(sql`q.submission_id`, sql`m.check_id`, sql`m.hash`)}
    group by q.submission_id, q.student_id, q.handed_in, m.review, m.hash)`;
}

/**
 * Grades that could not be formed, or not wholly, and that nobody has looked at. The reason is cut out of the document's own
 * text: Postgres reads no field of a document in which a host has put NUL.
 */
export function unseenOpenGrades(scope: QueueScope): SQL {
  return sql`(
    select w.* from (
      select q.*, ${hashOfWords(sql`case q.status
          when 'not_gradable' then (select substring(g.document::text from '"reason":.*$') from grades g where g.id = q.grade_id)
          else (select string_agg(o.check_id, ' ' order by o.check_id collate "C") from check_outcomes o
            where o.grade_id = q.grade_id and o.outcome = 'not_gradable')
        end`)} as hash
      from ${gradesInQueue(scope)} q where q.status <> 'final') w
    where ${isUnseen(sql`w.submission_id`, sql`''`, sql`w.hash`)})`;
}
