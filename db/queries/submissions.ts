import { and, desc, eq, isNull, lt, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { gradingRuns } from '../schema/grading-runs.ts';
import { grades } from '../schema/grades.ts';
import { hostLeases } from '../schema/host-leases.ts';
import { submissions } from '../schema/submissions.ts';

export const submissionStatuses = ['queued', 'running', 'graded', 'not_gradable'] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];

type Row = typeof submissions.$inferSelect;

export type Submission = Omit<Row, 'latestRun'> & {
  /** queued: not begun; running: begun, also while it waits for another try; graded: final or provisional. */
  status: SubmissionStatus;
  grade: typeof grades.$inferSelect | null;
};

export interface NewSubmission {
  courseId: string;
  assignmentId: string;
  studentId: string;
  /** Literal address. */
  address: string;
  port: number;
  login: string;
  deliverables: string | null;
  /** The student's own upload for the assignment. */
  uploadId: string | null;
  /** Of the HTTP request that hands it in. */
  requestId?: string;
}

export type InsertedSubmission = { inserted: true; id: string } | { inserted: false; activeId: string };

/** Refused, naming the other one, while a submission for the same machine in the course is not settled. */
export async function insertSubmission(db: Database, submission: NewSubmission): Promise<InsertedSubmission> {
  // The other one may settle between our insert and our look at it: then there is room now.
  for (let attempt = 1; ; attempt++) {
    const [row] = await db.insert(submissions).values(submission).onConflictDoNothing().returning({ id: submissions.id });
    if (row) return { inserted: true, id: row.id };
    const { courseId, address, port } = submission;
    const [active] = await db
      .select({ id: submissions.id })
      .from(submissions)
      .where(and(eq(submissions.courseId, courseId), eq(submissions.address, address), eq(submissions.port, port), isNull(submissions.settledAt)));
    if (active) return { inserted: false, activeId: active.id };
    if (attempt === 5) throw new Error(`Submissions for ${address} port ${port} come and go faster than they can be read`);
  }
}

/** How many of a student's submissions for an assignment are not settled. Who counts goes on alone until the transaction ends. */
export async function countOpenSubmissions(tx: Database, { assignmentId, studentId }: Pick<NewSubmission, 'assignmentId' | 'studentId'>): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`submissions ${assignmentId} ${studentId}`}, 0))`);
  return tx.$count(submissions, and(eq(submissions.assignmentId, assignmentId), eq(submissions.studentId, studentId), isNull(submissions.settledAt)));
}

// The order matters: a settled submission without a grade that counts cannot be.
const status = sql<SubmissionStatus>`case
  when ${submissions.settledAt} is not null then case when ${grades.status} = 'not_gradable' then 'not_gradable' else 'graded' end
  when ${submissions.latestRun} > 0 then 'running'
  else 'queued' end`;

export async function selectOptionalSubmission(db: Database, id: string): Promise<Submission | null> {
  const [row] = await selectWithGrade(db, eq(submissions.id, id)).limit(1);
  return row ? present(row) : null;
}

export interface SubmissionFilter {
  /** Who looks: students see their own, instructors their courses, staff everything. */
  viewer: { userId: string; isStaff: boolean; courseId: string | null };
  assignmentId?: string | undefined;
  studentId?: string | undefined;
  status?: SubmissionStatus | undefined;
  /** Only those older than this one: the last of the page before. */
  before?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function selectSubmissions(db: Database, filter: SubmissionFilter): Promise<Submission[]> {
  const { viewer, assignmentId, studentId, before } = filter;
  const conditions: (SQL | undefined)[] = [
    viewer.isStaff
      ? undefined
      : sql`exists (select 1 from memberships m where m.course_id = ${submissions.courseId} and m.user_id = ${viewer.userId}
          and (m.role = 'instructor' or ${submissions.studentId} = ${viewer.userId}))`,
    viewer.courseId === null ? undefined : eq(submissions.courseId, viewer.courseId),
    assignmentId === undefined ? undefined : eq(submissions.assignmentId, assignmentId),
    studentId === undefined ? undefined : eq(submissions.studentId, studentId),
    filter.status === undefined ? undefined : sql`${status} = ${filter.status}`,
    before === undefined ? undefined : lt(submissions.id, before),
  ];
  const rows = await selectWithGrade(db, and(...conditions))
    .orderBy(desc(submissions.id))
    .limit(filter.limit);
  return rows.map(present);
}

/** Says when the next try is due, by the database's clock: the queue's own delay is by the clock of one worker. */
export async function postponeSubmission(db: Database, id: string, milliseconds: number): Promise<void> {
  await db
    .update(submissions)
    .set({ notBefore: sql`now() + make_interval(secs => ${milliseconds / 1000})` })
    .where(and(eq(submissions.id, id), isNull(submissions.settledAt)));
}

/**
 * Submissions that should be worked on for so long and that nobody visits: the enqueueing was lost, the queue's data is
 * gone, a worker died, or its clock is wrong. Oldest first.
 */
export async function selectNeglectedSubmissions(db: Database, forSeconds: number): Promise<string[]> {
  const age = sql`now() - make_interval(secs => ${forSeconds})`;
  const rows = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(
        isNull(submissions.settledAt),
        lt(sql`greatest(${submissions.createdAt}, ${submissions.notBefore})`, age),
        sql`not exists (select 1 from ${gradingRuns} r join ${hostLeases} l on l.run_id = r.id
          where r.submission_id = ${submissions.id} and l.expires_at > now())`,
      ),
    )
    .orderBy(submissions.id);
  return rows.map((row) => row.id);
}

function selectWithGrade(db: Database, condition: SQL | undefined) {
  return db
    .select({ submission: submissions, grade: grades, status })
    .from(submissions)
    .leftJoin(grades, and(eq(grades.submissionId, submissions.id), eq(grades.isCurrent, true)))
    .where(condition)
    .$dynamic();
}

function present(row: { submission: Row; grade: typeof grades.$inferSelect | null; status: SubmissionStatus }): Submission {
  const { latestRun: _, ...submission } = row.submission;
  return { ...submission, status: row.status, grade: row.grade };
}
