import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { itemDigest, itemsOf } from '#rubric/item-digest.ts';
import { parseRubric } from '#rubric/rubric.ts';
import type { Database } from '../database.ts';
import { overrides } from '../schema/overrides.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { type Actor, recordAudit } from './audit.ts';
import { addGradeVersion, gradeForAudit, type GradeVersion, lockSubmissions, selectOptionalCurrentGrade, selectStandingOverrides } from './grade-versions.ts';
import { selectRubric } from './rubrics.ts';

export type StoredOverride = typeof overrides.$inferSelect;

export interface OverrideRequest {
  submissionId: string;
  checkId: string;
  /** In hundredths of a point. */
  earned: number;
  reason: string;
  userId: string;
}

/** `no-grade`: there is none that has checks; `no-check`: its rubric has no such check; `too-many`: more than `possible`. */
export type OverrideOutcome =
  | { kind: 'set'; grade: GradeVersion }
  | { kind: 'no-grade' }
  | { kind: 'no-check' }
  | { kind: 'too-many'; possible: number };

/** Puts an instructor's points in place of the rubric's for one check; an earlier override of it is lifted. */
export async function setOverride(db: Database, request: OverrideRequest): Promise<OverrideOutcome> {
  const { submissionId, checkId, earned, reason, userId } = request;
  return db.transaction(async (tx) => {
    await lockSubmissions(tx, [submissionId]);
    const current = await selectOptionalCurrentGrade(tx, submissionId);
    if (!current || current.status === 'not_gradable') return { kind: 'no-grade' };
    const item = itemsOf(parseRubric((await selectRubric(tx, current.rubricId)).text)).get(checkId);
    if (!item) return { kind: 'no-check' };
    if (earned > item.possible) return { kind: 'too-many', possible: item.possible };
    const [before] = await liftStanding(tx, submissionId, checkId);
    await tx.insert(overrides).values({ submissionId, checkId, earned, reason, createdBy: userId, checkDigest: itemDigest(item) });
    const grade = await layAnew(tx, current, 'override');
    await audit(tx, 'override.set', request, { before: before ? kept(before) : null, after: { check: checkId, earned }, grade, current, why: reason });
    return { kind: 'set', grade };
  });
}

/** Takes an override away: the rubric's points count again. Null where none stands. */
export async function liftOverride(
  db: Database,
  request: Omit<OverrideRequest, 'earned'>,
): Promise<GradeVersion | null> {
  const { submissionId, checkId, reason } = request;
  return db.transaction(async (tx) => {
    await lockSubmissions(tx, [submissionId]);
    const current = await selectOptionalCurrentGrade(tx, submissionId);
    const [before] = await liftStanding(tx, submissionId, checkId);
    if (!before || !current) return null;
    const grade = await layAnew(tx, current, 'lift');
    await audit(tx, 'override.lifted', request, { before: kept(before), after: null, grade, current, why: reason });
    return grade;
  });
}

/** An instructor looked again after the rubric changed the check, and keeps the points. Null where none stands. */
export async function confirmOverride(db: Database, request: Omit<OverrideRequest, 'earned'>): Promise<StoredOverride | null> {
  const { submissionId, checkId, reason } = request;
  return db.transaction(async (tx) => {
    await lockSubmissions(tx, [submissionId]);
    const current = await selectOptionalCurrentGrade(tx, submissionId);
    if (!current) return null;
    const item = itemsOf(parseRubric((await selectRubric(tx, current.rubricId)).text)).get(checkId);
    const [row] = await tx
      .update(overrides)
      .set({ lookAgainAt: null, ...(item ? { checkDigest: itemDigest(item) } : {}) })
      .where(standing(submissionId, checkId))
      .returning();
    if (!row) return null;
    await audit(tx, 'override.confirmed', request, { before: kept(row), after: kept(row), grade: null, current: null, why: reason });
    return row;
  });
}

/** Marks overrides whose check another rubric gives another form, or no longer has. The caller holds the submissions' locks. */
export async function askToLookAgain(tx: Database, submissionIds: readonly string[], digests: ReadonlyMap<string, string>): Promise<void> {
  const standingNow = await selectStandingOverrides(tx, submissionIds);
  const changed = standingNow.filter(({ checkId, checkDigest, lookAgainAt }) => lookAgainAt === null && digests.get(checkId) !== checkDigest);
  if (changed.length === 0) return;
  await tx.update(overrides).set({ lookAgainAt: sql`now()` }).where(inArray(overrides.id, changed.map(({ id }) => id)));
}

/** Overrides of an assignment that wait for an instructor to look again, oldest first. */
export function selectOverridesToLookAt(db: Database, assignmentId: string): Promise<StoredOverride[]> {
  return selectOverrides(db, assignmentId, { lookAgain: true });
}

/** Standing overrides of an assignment, or only those that wait for an instructor to look again; these first, the oldest first. */
export async function selectOverrides(db: Database, assignmentId: string, { lookAgain }: { lookAgain: boolean }): Promise<StoredOverride[]> {
  const rows = await db
    .select({ override: overrides })
    .from(overrides)
    .innerJoin(submissions, eq(submissions.id, overrides.submissionId))
    .where(and(eq(submissions.assignmentId, assignmentId), isNull(overrides.liftedAt), lookAgain ? isNotNull(overrides.lookAgainAt) : undefined))
    .orderBy(asc(overrides.lookAgainAt), asc(overrides.id));
  return rows.map(({ override }) => override);
}

/** Those of a submission that stand, with the names of who gave the points. */
export async function selectOverridesOf(db: Database, submissionId: string): Promise<(StoredOverride & { author: string })[]> {
  const rows = await db
    .select({ override: overrides, author: users.name })
    .from(overrides)
    .innerJoin(users, eq(users.id, overrides.createdBy))
    .where(and(eq(overrides.submissionId, submissionId), isNull(overrides.liftedAt)))
    .orderBy(asc(overrides.checkId));
  return rows.map(({ override, author }) => ({ ...override, author }));
}

function standing(submissionId: string, checkId: string) {
  return and(eq(overrides.submissionId, submissionId), eq(overrides.checkId, checkId), isNull(overrides.liftedAt));
}

function liftStanding(tx: Database, submissionId: string, checkId: string): Promise<StoredOverride[]> {
  return tx.update(overrides).set({ liftedAt: sql`now()` }).where(standing(submissionId, checkId)).returning();
}

/** The current grade again, with the overrides that stand now. */
async function layAnew(tx: Database, current: GradeVersion, source: 'override' | 'lift'): Promise<GradeVersion> {
  const { submissionId, runId, rubricId } = current;
  const scored = current.scored ?? current.document;
  return (await addGradeVersion(tx, { submissionId, runId, rubricId, scored, source, makeCurrent: true })).version;
}

async function audit(
  tx: Database,
  action: 'override.set' | 'override.lifted' | 'override.confirmed',
  { submissionId, userId }: { submissionId: string; userId: string },
  { before, after, grade, current, why }: { before: unknown; after: unknown; grade: GradeVersion | null; current: GradeVersion | null; why: string },
): Promise<void> {
  const [row] = await tx.select({ courseId: submissions.courseId }).from(submissions).where(eq(submissions.id, submissionId));
  const actor: Actor = { userId };
  await recordAudit(tx, {
    actor,
    action,
    subject: { kind: 'submission', id: submissionId },
    courseId: row?.courseId ?? null,
    before: { override: before, grade: gradeForAudit(current) },
    after: { override: after, grade: gradeForAudit(grade) },
    why,
  });
}

function kept({ checkId, earned, reason }: StoredOverride): { check: string; earned: number; reason: string } {
  return { check: checkId, earned, reason };
}
