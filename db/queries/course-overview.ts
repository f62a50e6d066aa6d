import { sql } from 'drizzle-orm';
import type { Database } from '../database.ts';

/** How far a course is set up, and how its assignments stand. */
export interface CourseOverview {
  students: number;
  instructors: number;
  /** Students who have signed in, or have a sign-in link that is open. */
  invited: number;
  /** Changed host keys of machines that wait for an instructor. */
  waitingKeys: number;
  /** By assignment. */
  assignments: Map<string, { handedIn: number; running: number }>;
}

interface Row extends Record<string, unknown> {
  students: number;
  instructors: number;
  invited: number;
  waiting_keys: number;
  assignments: { id: string; handed_in: number; running: number }[] | null;
}

/** `handedIn`: students of the course with a submission. `running`: submissions that are not graded yet. */
export async function selectCourseOverview(db: Database, courseId: string): Promise<CourseOverview> {
  const { rows } = await db.execute<Row>(sql`select
    (select count(*)::int from memberships where course_id = ${courseId} and role = 'student') as students,
    (select count(*)::int from memberships where course_id = ${courseId} and role = 'instructor') as instructors,
    (select count(*)::int from memberships m where m.course_id = ${courseId} and m.role = 'student' and (
      exists (select 1 from sessions n where n.user_id = m.user_id and (n.course_id is null or n.course_id = m.course_id))
      or exists (select 1 from sign_in_links l where l.user_id = m.user_id and l.course_id = m.course_id
        and l.used_at is null and l.revoked_at is null and l.expires_at > now()))) as invited,
    (select count(distinct (student_id, address, port))::int from host_keys where course_id = ${courseId} and accepted_at is null) as waiting_keys,
    (select json_agg(json_build_object('id', a.id, 'handed_in', c.handed_in, 'running', c.running)) from assignments a
      cross join lateral (
        select count(distinct m.user_id) as handed_in, count(*) filter (where s.settled_at is null) as running
        from submissions s join memberships m on m.course_id = s.course_id and m.user_id = s.student_id and m.role = 'student'
        where s.assignment_id = a.id) c
      where a.course_id = ${courseId}) as assignments`);
  const [{ students, instructors, invited, waiting_keys: waitingKeys, assignments }] = rows as [Row];
  const entries = (assignments ?? []).map(({ id, handed_in: handedIn, running }): [string, { handedIn: number; running: number }] => [id, { handedIn, running }]);
  return { students, instructors, invited, waitingKeys, assignments: new Map(entries) };
}
