import { sql, type SQL } from 'drizzle-orm';
import type { Grade } from '#rubric/grade.ts';
import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { isOpenLook, isToConfirm, type QueueScope, unseenOpenGrades, unseenReviews } from './attention-sql.ts';

interface Waiting {
  /** The item's place in the queue; another page begins after it. */
  key: string;
  /** Since when it waits. */
  since: Date;
  student: string;
}

interface WaitingSubmission extends Waiting {
  submissionId: string;
}

export interface WaitingSecondLook extends WaitingSubmission {
  checkId: string;
  reason: string;
}

/** Checks of one submission that are marked with the same words. */
export interface WaitingReview extends WaitingSubmission {
  words: string;
  hash: string;
  checks: string[];
}

/** A grade that is provisional or could not be formed. */
export interface WaitingOpenGrade extends WaitingSubmission {
  hash: string;
  grade: Grade;
}

export interface WaitingOverride extends WaitingSubmission {
  checkId: string;
  earned: Hundredths;
  reason: string;
}

/** Keys that one machine showed in place of the pinned ones. */
export interface WaitingHostKeys extends Waiting {
  address: string;
  port: number;
  fingerprints: string[];
}

/** A regrade whose new grades wait for a decision. */
export interface HeldRegrade extends Omit<Waiting, 'student'> {
  regradeId: string;
  reason: string;
  held: number;
}

export interface QueuePage extends QueueScope {
  /** `key` of the last item of the page before. */
  after?: string | undefined;
  limit: number;
}

/** Whoever has waited longest first; so all below. */
export async function selectWaitingSecondLooks(db: Database, { assignmentId, after, limit }: QueuePage): Promise<WaitingSecondLook[]> {
  const { rows } = await db.execute<Raw<WaitingSecondLook>>(sql`
    select ${key(sql`l.id`)}, ${since(sql`l.created_at`)}, u.name as student, s.id as "submissionId", l.check_id as "checkId", l.reason
    from second_looks l join submissions s on s.id = l.submission_id join users u on u.id = s.student_id
    where s.assignment_id = ${assignmentId} and ${isOpenLook('l')} ${beyond(sql`l.id`, after)}
    order by key limit ${limit}`);
  return dated(rows);
}

export async function selectWaitingReviews(db: Database, { after, limit, ...scope }: QueuePage): Promise<WaitingReview[]> {
  const place = sql`r.submission_id || '.' || r.hash`;
  const { rows } = await db.execute<Raw<WaitingReview>>(sql`
    select ${key(place)}, ${since(sql`r.handed_in`)}, u.name as student, r.submission_id as "submissionId", r.words, r.hash, r.checks
    from ${unseenReviews(scope)} r join users u on u.id = r.student_id
    where true ${beyond(place, after)} order by key limit ${limit}`);
  return dated(rows);
}

export async function selectWaitingOpenGrades(db: Database, { after, limit, ...scope }: QueuePage): Promise<WaitingOpenGrade[]> {
  const { rows } = await db.execute<Raw<WaitingOpenGrade>>(sql`
    select ${key(sql`o.submission_id`)}, ${since(sql`o.handed_in`)}, u.name as student, o.submission_id as "submissionId", o.hash, g.document as grade
    from ${unseenOpenGrades(scope)} o join users u on u.id = o.student_id join grades g on g.id = o.grade_id
    where true ${beyond(sql`o.submission_id`, after)} order by key limit ${limit}`);
  return dated(rows);
}

export async function selectWaitingOverrides(db: Database, { assignmentId, after, limit }: QueuePage): Promise<WaitingOverride[]> {
  const { rows } = await db.execute<Raw<WaitingOverride>>(sql`
    select ${key(sql`o.id`)}, ${since(sql`o.look_again_at`)}, u.name as student, s.id as "submissionId", o.check_id as "checkId", o.earned, o.reason
    from overrides o join submissions s on s.id = o.submission_id join users u on u.id = s.student_id
    where s.assignment_id = ${assignmentId} and ${isToConfirm('o')} ${beyond(sql`o.id`, after)}
    order by key limit ${limit}`);
  return dated(rows);
}

/** Of the assignment's course: keys belong to machines, not to assignments. */
export async function selectWaitingHostKeys(db: Database, { assignmentId, after, limit }: QueuePage): Promise<WaitingHostKeys[]> {
  const { rows } = await db.execute<Raw<WaitingHostKeys>>(sql`
    select * from (
      select ${key(sql`min(k.id::text)`)}, ${since(sql`min(k.created_at)`)}, u.name as student, k.address, k.port, array_agg(k.fingerprint order by k.id) as fingerprints
      from host_keys k join assignments a on a.course_id = k.course_id join users u on u.id = k.student_id
      where a.id = ${assignmentId} and k.accepted_at is null
      group by k.student_id, u.name, k.address, k.port) machines
    where true ${beyond(sql`machines.key`, after)} order by key limit ${limit}`);
  return dated(rows);
}

export async function selectHeldRegrades(db: Database, { assignmentId, after, limit }: QueuePage): Promise<HeldRegrade[]> {
  const { rows } = await db.execute<Raw<HeldRegrade>>(sql`
    select ${key(sql`r.id`)}, ${since(sql`min(i.ended_at)`)}, r.id as "regradeId", r.reason, count(*)::int as held
    from regrades r join regrade_items i on i.regrade_id = r.id and i.state = 'held'
    where r.assignment_id = ${assignmentId} ${beyond(sql`r.id`, after)}
    group by r.id order by key limit ${limit}`);
  return dated(rows);
}

// Bytes decide the order, whatever the database's language is.
function key(place: SQL): SQL {
  return sql`(${place})::text collate "C" as key`;
}

function beyond(place: SQL, after: string | undefined): SQL {
  return after === undefined ? sql`` : sql`and (${place})::text collate "C" > ${after}`;
}

function since(moment: SQL): SQL {
  return sql`(extract(epoch from ${moment}) * 1000)::float8 as since`;
}

/** As raw queries give it: Postgres's driver makes no Date of a moment there, so it comes in milliseconds. */
type Raw<T> = Omit<T, 'since'> & { since: number };

function dated<T extends { since: number }>(rows: readonly T[]): (Omit<T, 'since'> & { since: Date })[] {
  return rows.map((row) => ({ ...row, since: new Date(row.since) }));
}
