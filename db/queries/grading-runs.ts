import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { gradingRuns, type RunError } from '../schema/grading-runs.ts';
import { submissions } from '../schema/submissions.ts';
import { reserveContact } from './host-contacts.ts';
import { acquireLease, type LeaseRequest, releaseLease } from './host-leases.ts';

export type GradingRun = typeof gradingRuns.$inferSelect;

export interface StartedRun {
  runId: string;
  /** Grows with each run of a submission; only the newest one may store a grade. */
  fencingToken: number;
  /** The assignment's rubric when the run began: what it is judged by, though the assignment takes another meanwhile. */
  rubricId: string;
}

export interface VisitRequest {
  /** `address:port`. */
  host: string;
  subnet: string;
  /** False where nobody will connect. */
  connects: boolean;
  /** Term of the lease; default `leaseSeconds` of host-leases. */
  seconds?: number | undefined;
}

export type StartedVisit =
  | { kind: 'started'; run: StartedRun }
  | { kind: 'settled' }
  | { kind: 'later'; retryAfterMs: number; why: 'not-due' | 'host-busy' | 'connection-budget' };

/** Begins a run, which makes earlier ones void. Null where the submission is settled or does not exist: nothing to do. */
export async function startRun(db: Database, submissionId: string): Promise<StartedRun | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(submissions)
      .set({ latestRun: sql`${submissions.latestRun} + 1`, notBefore: null })
      .from(assignments)
      .where(and(eq(submissions.id, submissionId), isNull(submissions.settledAt), eq(assignments.id, submissions.assignmentId)))
      .returning({ number: submissions.latestRun, rubricId: assignments.rubricId });
    if (!row) return null;
    return insertRun(tx, { submissionId, ...row });
  });
}

/** Begins a run, takes its host and one connection of its budget: all of it, or none and the time to come back. */
export async function startVisit(db: Database, submissionId: string, { connects, ...host }: VisitRequest): Promise<StartedVisit> {
  return orLater(() =>
    db.transaction(async (tx) => {
      // A worker whose clock is ahead takes a job too early: what counts is the database's clock.
      const { rows } = await tx.execute<{ ms: string }>(sql`
        select ceil(1000 * extract(epoch from not_before - clock_timestamp())) as ms from submissions
        where id = ${submissionId} and settled_at is null and not_before > clock_timestamp() for update`);
      if (rows[0]) throw new NotNow('not-due', Number(rows[0].ms));
      const run = await startRun(tx, submissionId);
      if (!run) return { kind: 'settled' };
      await takeHost(tx, { ...host, runId: run.runId, isBatch: false }, connects);
      return { kind: 'started', run };
    }),
  );
}

/** Takes the lease and a contact. Throws NotNow, so that the transaction takes back what it had begun. */
export async function takeHost(tx: Database, request: LeaseRequest, connects: boolean): Promise<void> {
  const lease = await acquireLease(tx, request);
  if (!lease.granted) throw new NotNow('host-busy', lease.retryAfterMs);
  if (!connects) return;
  const contact = await reserveContact(tx, { host: request.host });
  if (!contact.granted) throw new NotNow('connection-budget', contact.retryAfterMs);
}

/** Rolls a start back. */
export class NotNow<Why extends string> extends Error {
  readonly why: Why;
  readonly retryAfterMs: number;
  constructor(why: Why, retryAfterMs: number) {
    super(why);
    this.why = why;
    this.retryAfterMs = retryAfterMs;
  }
}

async function orLater(start: () => Promise<StartedVisit>): Promise<StartedVisit> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof NotNow) return { kind: 'later', retryAfterMs: error.retryAfterMs, why: error.why };
    throw error;
  }
}

export async function insertRun(
  tx: Database,
  { number, rubricId, ...row }: { submissionId: string; number: number; rubricId: string; regradeItemId?: string },
): Promise<StartedRun> {
  // Not the transaction's beginning: it may have waited for its turn, and others have begun meanwhile.
  const [run] = (await tx.insert(gradingRuns).values({ ...row, number, startedAt: sql`clock_timestamp()` }).returning({ id: gradingRuns.id })) as [{ id: string }];
  return { runId: run.id, fencingToken: number, rubricId };
}

/** Notes why a run ended without a grade; the submission stays open for another one. False where it had ended already. */
export async function failRun(db: Database, runId: string, error: RunError): Promise<boolean> {
  return db.transaction(async (tx) => {
    const failed = await tx
      .update(gradingRuns)
      .set({ finishedAt: sql`now()`, error })
      .where(and(eq(gradingRuns.id, runId), isNull(gradingRuns.finishedAt)))
      .returning({ id: gradingRuns.id });
    await releaseLease(tx, runId);
    return failed.length > 0;
  });
}

/** Runs that ended in no way at all, since whoever made them died. The newest one is not counted: it may be under way. */
export async function countVanishedRuns(db: Database, submissionId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(gradingRuns)
    .innerJoin(submissions, and(eq(submissions.id, gradingRuns.submissionId), lt(gradingRuns.number, submissions.latestRun)))
    .where(and(eq(gradingRuns.submissionId, submissionId), isNull(gradingRuns.finishedAt)));
  return row?.count ?? 0;
}

/** Oldest first. */
export async function selectRuns(db: Database, submissionId: string): Promise<GradingRun[]> {
  return db.select().from(gradingRuns).where(eq(gradingRuns.submissionId, submissionId)).orderBy(asc(gradingRuns.number));
}
