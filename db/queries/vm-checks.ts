import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { enrolments } from '../schema/enrolments.ts';
import { type VmCheckResult, vmChecks } from '../schema/vm-checks.ts';
import { RowNotFoundError } from './errors.ts';
import { NotNow, takeHost } from './grading-runs.ts';
import { selectPinnedHostKeys } from './host-keys.ts';
import { type LeaseRequest, releaseLease } from './host-leases.ts';

export type VmCheckState = 'waiting' | 'running' | 'finished' | 'lost';

/** `lost`: whoever did it died, or nobody took it up; its student may ask again. */
export type VmCheck = typeof vmChecks.$inferSelect & { state: VmCheckState };

export interface NewVmCheck {
  courseId: string;
  studentId: string;
  /** Literal address. */
  address: string;
  port: number;
  login: string;
}

/** A look ends within 30 s of its beginning; one that nobody took up for ten minutes is no longer waited for. */
const state = sql<VmCheckState>`case
  when ${vmChecks.finishedAt} is not null then 'finished'
  when ${vmChecks.startedAt} < now() - interval '60 seconds' or ${vmChecks.createdAt} < now() - interval '10 minutes' then 'lost'
  when ${vmChecks.startedAt} is not null then 'running'
  else 'waiting' end`;

/** Notes that a student wants their machine looked at. A student has one unfinished check in a course at most: that one comes back. */
export async function requestVmCheck(db: Database, check: NewVmCheck): Promise<{ id: string; isNew: boolean }> {
  const { courseId, studentId } = check;
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`vm-checks ${courseId} ${studentId}`}, 0))`);
    const latest = await selectLatestVmCheck(tx, check);
    if (latest?.state === 'waiting' || latest?.state === 'running') return { id: latest.id, isNew: false };
    const [row] = (await tx.insert(vmChecks).values(check).returning({ id: vmChecks.id })) as [{ id: string }];
    return { id: row.id, isNew: true };
  });
}

export async function selectLatestVmCheck(db: Database, of: { courseId: string; studentId: string }): Promise<VmCheck | null> {
  const [row] = await db
    .select({ check: vmChecks, state })
    .from(vmChecks)
    .where(and(eq(vmChecks.courseId, of.courseId), eq(vmChecks.studentId, of.studentId)))
    .orderBy(desc(vmChecks.id))
    .limit(1);
  return row ? { ...row.check, state: row.state } : null;
}

/** All that a worker needs to look at a machine. */
export interface VmCheckTask {
  id: string;
  host: { courseId: string; studentId: string; address: string; port: number };
  login: string;
  /** Null where the student's key pair was never made. `reported`: the enrolment script told of a machine. */
  enrolment: { id: string; sealedPrivateKey: string; reported: boolean } | null;
  /** Empty: first contact. */
  pinnedHostKeys: string[];
}

/** Throws RowNotFoundError. */
export async function selectVmCheckTask(db: Database, id: string): Promise<VmCheckTask> {
  const [row] = await db
    .select({
      check: vmChecks,
      enrolment: { id: enrolments.id, sealedPrivateKey: enrolments.sealedPrivateKey, reported: sql<boolean>`${enrolments.reportedAt} is not null` },
    })
    .from(vmChecks)
    .leftJoin(enrolments, and(eq(enrolments.courseId, vmChecks.courseId), eq(enrolments.studentId, vmChecks.studentId)))
    .where(eq(vmChecks.id, id));
  if (!row) throw new RowNotFoundError('check of a VM', id);
  const { courseId, studentId, address, port, login } = row.check;
  const host = { courseId, studentId, address, port };
  return { id, host, login, enrolment: row.enrolment, pinnedHostKeys: await selectPinnedHostKeys(db, host) };
}

export type StartedVmCheck =
  | { kind: 'started' }
  /** It is finished, or another worker does it. */
  | { kind: 'taken' }
  | { kind: 'later'; retryAfterMs: number; why: 'host-busy' | 'connection-budget' };

/** Begins a check, takes its host and one connection of its budget: all of it, or none and the time to come back. */
export async function startVmCheck(db: Database, id: string, host: Omit<LeaseRequest, 'runId' | 'isBatch'>): Promise<StartedVmCheck> {
  try {
    return await db.transaction(async (tx) => {
      const started = await tx
        .update(vmChecks)
        .set({ startedAt: sql`clock_timestamp()` })
        .where(and(eq(vmChecks.id, id), isNull(vmChecks.startedAt), isNull(vmChecks.finishedAt)))
        .returning({ id: vmChecks.id });
      if (started.length === 0) return { kind: 'taken' };
      await takeHost(tx, { ...host, runId: id, isBatch: false }, true);
      return { kind: 'started' };
    });
  } catch (error) {
    if (error instanceof NotNow) return { kind: 'later', retryAfterMs: error.retryAfterMs, why: error.why };
    throw error;
  }
}

/** Stores what was found, once, and lets the host go. */
export async function finishVmCheck(db: Database, id: string, result: VmCheckResult): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(vmChecks)
      .set({ finishedAt: sql`clock_timestamp()`, result })
      .where(and(eq(vmChecks.id, id), isNull(vmChecks.finishedAt)));
    await releaseLease(tx, id);
  });
}

/** A worker that must leave gives the check back, for another one to begin anew. */
export async function handBackVmCheck(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(vmChecks)
      .set({ startedAt: null })
      .where(and(eq(vmChecks.id, id), isNotNull(vmChecks.startedAt), isNull(vmChecks.finishedAt)));
    await releaseLease(tx, id);
  });
}
