import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import type { Role } from '../schema/memberships.ts';

/** Somebody of a course, with what an instructor wants to see at a glance. */
export interface Member {
  id: string;
  name: string;
  email: string | null;
  /** The LMS's id of the person. */
  externalId: string | null;
  role: Role;
  /** What the enrolment script reported; null: not enrolled. */
  machine: { addresses: string[]; port: number; login: string; reportedAt: Date } | null;
  lastSubmission: { id: string; assignment: string; handedInAt: Date } | null;
  /** Until when a sign-in link to the course is open; null: none is. */
  linkUntil: Date | null;
  /** When a browser of theirs was last signed in to the course; null: never. */
  signedInAt: Date | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  email: string | null;
  external_id: string | null;
  role: Role;
  addresses: string[] | null;
  port: number;
  login: string;
  reported: number | null;
  submission_id: string | null;
  assignment: string;
  handed_in: number;
  link_until: number | null;
  signed_in: number | null;
}

/** Instructors first, then by name. `search`: in names, e-mail addresses and the LMS's ids. */
export async function selectMembers(db: Database, courseId: string, { search = '', userId }: { search?: string; userId?: string } = {}): Promise<Member[]> {
  const pattern = `%${search.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const named = sql`(u.name ilike ${pattern} or u.email ilike ${pattern} or u.external_id ilike ${pattern})`;
  const { rows } = await db.execute<Row>(sql`
    select u.id, u.name, u.email, u.external_id, m.role, e.addresses, e.port, e.login, ${milliseconds(sql`e.reported_at`)} as reported,
      s.id as submission_id, s.title as assignment, ${milliseconds(sql`s.created_at`)} as handed_in,
      ${milliseconds(sql`l.until`)} as link_until, ${milliseconds(sql`n.at`)} as signed_in
    from memberships m
    join users u on u.id = m.user_id
    left join enrolments e on e.course_id = m.course_id and e.student_id = u.id and e.reported_at is not null
    left join lateral (
      select s.id, s.created_at, a.title from submissions s join assignments a on a.id = s.assignment_id
      where s.student_id = u.id and s.course_id = m.course_id order by s.id desc limit 1) s on true
    left join lateral (
      select max(l.expires_at) as until from sign_in_links l
      where l.user_id = u.id and l.course_id = m.course_id and l.used_at is null and l.revoked_at is null and l.expires_at > now()) l on true
    left join lateral (select max(n.created_at) as at from sessions n where n.user_id = u.id and (n.course_id is null or n.course_id = m.course_id)) n on true
    where m.course_id = ${courseId} and ${search === '' ? sql`true` : named} and ${userId === undefined ? sql`true` : sql`u.id = ${userId}`}
    order by m.role = 'instructor' desc, u.name, u.id`);
  return rows.map(present);
}

function present({ id, name, email, external_id: externalId, role, ...row }: Row): Member {
  return {
    id,
    name,
    email,
    externalId,
    role,
    machine: row.reported === null ? null : { addresses: row.addresses ?? [], port: row.port, login: row.login, reportedAt: new Date(row.reported) },
    lastSubmission: row.submission_id === null ? null : { id: row.submission_id, assignment: row.assignment, handedInAt: new Date(row.handed_in) },
    linkUntil: row.link_until === null ? null : new Date(row.link_until),
    signedInAt: row.signed_in === null ? null : new Date(row.signed_in),
  };
}

function milliseconds(moment: SQL): SQL {
  return sql`(extract(epoch from ${moment}) * 1000)::float8`;
}
