import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { isOpenLook, isToConfirm, type QueueScope, unseenOpenGrades, unseenReviews } from './attention-sql.ts';

/** Kinds of things that wait for an instructor, in the order of the queue. */
export const attentionKinds = ['second-looks', 'reviews', 'open', 'overrides', 'host-keys', 'held'] as const;
export type AttentionKind = (typeof attentionKinds)[number];
export type AttentionCounts = Record<AttentionKind, number> & { total: number };

/** How many items of each kind an assignment's queue holds; see `attention.ts`. */
export async function countAttention(db: Database, assignmentId: string, { all }: Pick<QueueScope, 'all'> = {}): Promise<AttentionCounts> {
  const { rows } = await db.execute<Record<AttentionKind, number>>(sql`select ${countsOf({ assignmentId, all })}`);
  return withTotal((rows as [Record<AttentionKind, number>])[0]);
}

/** The same for all assignments of a course, by their ids. */
export async function countAttentionOfCourse(db: Database, courseId: string): Promise<Map<string, AttentionCounts>> {
  const counts = countsOf({ assignmentId: sql`each.id` });
  const { rows } = await db.execute<{ id: string } & Record<AttentionKind, number>>(sql`select each.id, ${counts} from assignments each where each.course_id = ${courseId}`);
  return new Map(rows.map(({ id, ...row }) => [id, withTotal(row)]));
}

function countsOf(scope: QueueScope): SQL {
  const { assignmentId } = scope;
  return sql`
    (select count(*)::int from second_looks l join submissions s on s.id = l.submission_id
      where s.assignment_id = ${assignmentId} and ${isOpenLook('l')}) as "second-looks",
    (select count(*)::int from ${unseenReviews(scope)} r) as reviews,
    (select count(*)::int from ${unseenOpenGrades(scope)} o) as open,
    (select count(*)::int from overrides o join submissions s on s.id = o.submission_id
      where s.assignment_id = ${assignmentId} and ${isToConfirm('o')}) as overrides,
    (select count(distinct (k.student_id, k.address, k.port))::int from host_keys k join assignments a on a.course_id = k.course_id
      where a.id = ${assignmentId} and k.accepted_at is null) as "host-keys",
    (select count(distinct r.id)::int from regrades r join regrade_items i on i.regrade_id = r.id and i.state = 'held'
      where r.assignment_id = ${assignmentId}) as held`;
}

function withTotal(counts: Record<AttentionKind, number>): AttentionCounts {
  return { ...counts, total: attentionKinds.reduce((sum, kind) => sum + counts[kind], 0) };
}

/** The submission to look at after another one. */
export interface NextInQueue {
  submissionId: string;
  student: string;
  /** What waits there first; empty: the submission as a whole. */
  checkId: string;
  /** Submissions that wait, without the one that is looked at. */
  waiting: number;
}

/** Submissions in the order in which they were handed in, from the one given on and then from the start. Null: no other waits. */
export async function selectNextInQueue(db: Database, assignmentId: string, afterSubmissionId: string): Promise<NextInQueue | null> {
  const scope = { assignmentId };
  const { rows } = await db.execute<Record<keyof NextInQueue, unknown>>(sql`
    with waits as (
      select l.submission_id, l.check_id, 1 as rank from second_looks l join submissions s on s.id = l.submission_id
        where s.assignment_id = ${assignmentId} and ${isOpenLook('l')}
      union all select r.submission_id, '', 2 from ${unseenReviews(scope)} r
      union all select o.submission_id, '', 3 from ${unseenOpenGrades(scope)} o
      union all select o.submission_id, o.check_id, 4 from overrides o join submissions s on s.id = o.submission_id
        where s.assignment_id = ${assignmentId} and ${isToConfirm('o')}),
    others as (
      select distinct on (submission_id) submission_id, check_id from waits where submission_id <> ${afterSubmissionId} order by submission_id, rank, check_id)
    select o.submission_id as "submissionId", u.name as student, o.check_id as "checkId", (select count(*)::int from others) as waiting
    from others o join submissions s on s.id = o.submission_id join users u on u.id = s.student_id
    order by (o.submission_id < ${afterSubmissionId}), o.submission_id limit 1`);
  return (rows[0] as NextInQueue | undefined) ?? null;
}
