import { and, desc, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import type { RunError } from '../schema/grading-runs.ts';
import { regradeItems, type RegradeItemState } from '../schema/regrade-items.ts';
import { type RegradeFilter, type RegradeHolds, type RegradeKind, regrades } from '../schema/regrades.ts';
import { rubrics } from '../schema/rubrics.ts';
import { users } from '../schema/users.ts';
import { type AuditAction, recordAudit } from './audit.ts';

export type RegradeState = 'previewing' | 'ready' | 'running' | 'paused' | 'finished' | 'cancelled' | 'undone';

export type Regrade = typeof regrades.$inferSelect & {
  state: RegradeState;
  courseId: string;
  rubric: { id: string; version: string };
  /** Name of whoever prepared it. */
  author: string;
  /** How many items are in each state. */
  counts: Record<RegradeItemState, number>;
  /** Items that ended in the last minute. */
  perMinute: number;
};

export interface NewRegrade {
  assignmentId: string;
  kind: RegradeKind;
  rubricId: string;
  filter: RegradeFilter;
  reason: string;
  userId: string;
}

/** Writes down which submissions a regrade is of; nothing is changed until it is confirmed. */
export async function insertRegrade(db: Database, { userId, ...wanted }: NewRegrade): Promise<Regrade> {
  return db.transaction(async (tx) => {
    const [row] = (await tx.insert(regrades).values({ ...wanted, createdBy: userId }).returning({ id: regrades.id })) as [{ id: string }];
    await tx.execute(sql`
      insert into regrade_items (id, regrade_id, submission_id, base_grade_id)
      select gen_random_uuid(), ${row.id}, s.id, g.id
      from submissions s left join grades g on g.submission_id = s.id and g.is_current
      where s.assignment_id = ${wanted.assignmentId} and s.settled_at is not null and ${matches(wanted)}`);
    // Its preview is made by the visits, whose grades are held.
    if (wanted.kind === 'recollect') await tx.update(regrades).set({ previewedAt: sql`now()` }).where(eq(regrades.id, row.id));
    const regrade = (await selectOptionalRegrade(tx, row.id)) as Regrade;
    await audit(tx, regrade, 'regrade.created', userId);
    return regrade;
  });
}

/** A machine is today what its student's last submission left: only that one is visited again, unless it is named. */
function matches({ kind, rubricId, filter }: Pick<NewRegrade, 'kind' | 'rubricId' | 'filter'>): SQL {
  const conditions: SQL[] = [sql`true`];
  const { students, submissions, check, outcome, leastEarned, mostEarned, notGradable, staleRubric } = filter;
  if (students) conditions.push(sql`s.student_id = any(${sql.param(students)}::uuid[])`);
  if (submissions) conditions.push(sql`s.id = any(${sql.param(submissions)}::uuid[])`);
  else if (kind === 'recollect') {
    conditions.push(sql`not exists (select 1 from submissions n where n.assignment_id = s.assignment_id and n.student_id = s.student_id
      and (n.created_at, n.id) > (s.created_at, s.id))`);
  }
  if (check !== undefined || outcome !== undefined) {
    const one = [sql`o.grade_id = g.id`, ...(check === undefined ? [] : [sql`o.check_id = ${check}`]), ...(outcome === undefined ? [] : [sql`o.outcome = ${outcome}`])];
    conditions.push(sql`exists (select 1 from check_outcomes o where ${sql.join(one, sql` and `)})`);
  }
  if (leastEarned !== undefined) conditions.push(sql`g.status <> 'not_gradable' and g.earned >= ${leastEarned}`);
  if (mostEarned !== undefined) conditions.push(sql`g.status <> 'not_gradable' and g.earned <= ${mostEarned}`);
  if (notGradable) conditions.push(sql`g.status = 'not_gradable'`);
  if (staleRubric) conditions.push(sql`g.rubric_id <> ${rubricId}`);
  return sql.join(conditions, sql` and `);
}

const state = sql<RegradeState>`case
  when ${regrades.undoneAt} is not null then 'undone'
  when ${regrades.cancelledAt} is not null then 'cancelled'
  when ${regrades.finishedAt} is not null then 'finished'
  when ${regrades.pausedAt} is not null then 'paused'
  when ${regrades.confirmedAt} is not null then 'running'
  when ${regrades.previewedAt} is not null then 'ready'
  else 'previewing' end`;

const counts = sql<Record<string, number>>`(select coalesce(json_object_agg(c.state, c.n), '{}') from
  (select i.state, count(*)::int as n from ${regradeItems} i where i.regrade_id = ${regrades.id} group by i.state) c)`;

const perMinute = sql<number>`(select count(*)::int from ${regradeItems} i
  where i.regrade_id = ${regrades.id} and i.ended_at > now() - interval '1 minute')`;

const noItems: Record<RegradeItemState, number> = { pending: 0, applied: 0, unchanged: 0, held: 0, failed: 0, cancelled: 0, undone: 0, kept: 0 };

function select(db: Database, condition: SQL | undefined) {
  return db
    .select({ regrade: regrades, courseId: assignments.courseId, rubric: { id: rubrics.slug, version: rubrics.version }, author: users.name, state, counts, perMinute })
    .from(regrades)
    .innerJoin(rubrics, eq(rubrics.id, regrades.rubricId))
    .innerJoin(assignments, eq(assignments.id, regrades.assignmentId))
    .innerJoin(users, eq(users.id, regrades.createdBy))
    .where(condition)
    .orderBy(desc(regrades.id));
}

function present({ regrade, counts: counted, ...rest }: Awaited<ReturnType<typeof select>>[number]): Regrade {
  return { ...regrade, ...rest, counts: { ...noItems, ...counted } };
}

export async function selectOptionalRegrade(db: Database, id: string): Promise<Regrade | null> {
  const [row] = await select(db, eq(regrades.id, id));
  return row ? present(row) : null;
}

/** Newest first. */
export async function selectRegrades(db: Database, assignmentId: string): Promise<Regrade[]> {
  return (await select(db, eq(regrades.assignmentId, assignmentId))).map(present);
}

/** Regrades that a worker has something to do for. */
export async function selectActiveRegrades(db: Database): Promise<{ id: string; kind: RegradeKind }[]> {
  return db
    .select({ id: regrades.id, kind: regrades.kind })
    .from(regrades)
    .where(sql`${state} in ('previewing', 'running')`);
}

export interface RegradeStep {
  id: string;
  userId: string;
  why?: string | null;
}

/** Begins what was previewed. Null where it is not ready. */
export async function confirmRegrade(db: Database, step: RegradeStep & { holds: RegradeHolds; adoptRubric: boolean }): Promise<Regrade | null> {
  return change(db, step, 'regrade.confirmed', ['ready'], { confirmedAt: sql`now()`, holds: step.holds }, async (tx, regrade) => {
    if (!step.adoptRubric) return;
    const [before] = await tx.select({ rubricId: assignments.rubricId }).from(assignments).where(eq(assignments.id, regrade.assignmentId)).for('update');
    if (!before || before.rubricId === regrade.rubricId) return;
    await tx.update(assignments).set({ rubricId: regrade.rubricId }).where(eq(assignments.id, regrade.assignmentId));
    await tx.update(regrades).set({ adoptedInPlaceOf: before.rubricId }).where(eq(regrades.id, regrade.id));
    await recordAudit(tx, {
      actor: { userId: step.userId },
      action: 'assignment.changed',
      subject: { kind: 'assignment', id: regrade.assignmentId },
      courseId: regrade.courseId,
      before,
      after: { rubricId: regrade.rubricId },
      why: regrade.reason,
    });
  });
}

/** Nothing new is begun; what is being visited ends. Null where it does not run. */
export function pauseRegrade(db: Database, step: RegradeStep): Promise<Regrade | null> {
  return change(db, step, 'regrade.paused', ['running'], { pausedAt: sql`now()` });
}

export function resumeRegrade(db: Database, step: RegradeStep): Promise<Regrade | null> {
  return change(db, step, 'regrade.resumed', ['paused'], { pausedAt: null });
}

/** What is not done yet stays as it is; what was done stays done until it is undone. */
export function cancelRegrade(db: Database, step: RegradeStep): Promise<Regrade | null> {
  return change(db, step, 'regrade.cancelled', ['previewing', 'ready', 'running', 'paused'], { cancelledAt: sql`now()` }, async (tx, { id }) => {
    await tx.update(regradeItems).set({ state: 'cancelled', endedAt: sql`now()` }).where(and(eq(regradeItems.regradeId, id), eq(regradeItems.state, 'pending')));
  });
}

/** Takes up those that failed, and only those. Null where it has not finished or none failed. */
export async function retryFailedItems(db: Database, step: RegradeStep): Promise<Regrade | null> {
  return change(db, step, 'regrade.retried', ({ state: now, counts: { failed } }) => now === 'finished' && failed > 0, { finishedAt: null, pausedAt: null }, async (tx, { id }) => {
    // Visits that vanished before do not count against the new try; one that still goes on ends itself.
    const vanished: RunError = { code: 'vanished', message: 'The worker ended before the visit did.' };
    await tx.execute(sql`update grading_runs r set finished_at = now(), error = ${JSON.stringify(vanished)} from regrade_items i
      where i.regrade_id = ${id} and i.state = 'failed' and r.regrade_item_id = i.id and r.submission_id = i.submission_id and r.finished_at is null
        and not exists (select 1 from host_leases l where l.run_id = r.id and l.expires_at > now())`);
    await tx
      .update(regradeItems)
      .set({ state: 'pending', error: null, faults: 0, notBefore: null, endedAt: null, baseGradeId: sql`(select g.id from grades g where g.submission_id = ${regradeItems.submissionId} and g.is_current)` })
      .where(and(eq(regradeItems.regradeId, id), eq(regradeItems.state, 'failed')));
  });
}

/** Notes that nothing is left to do. False where something is, or that was noted before. */
export async function finishRegrade(db: Database, id: string): Promise<boolean> {
  const rows = await db
    .update(regrades)
    .set({ finishedAt: sql`now()` })
    .where(
      and(
        eq(regrades.id, id),
        isNotNull(regrades.confirmedAt),
        isNull(regrades.finishedAt),
        isNull(regrades.cancelledAt),
        sql`not exists (select 1 from ${regradeItems} i where i.regrade_id = ${id} and i.state = 'pending')`,
      ),
    )
    .returning({ id: regrades.id });
  return rows.length > 0;
}

/** Moves a regrade on where it is in one of the states, with an audit row, or answers null. */
export async function change(
  db: Database,
  { id, userId, why = null }: RegradeStep,
  action: AuditAction,
  from: readonly RegradeState[] | ((regrade: Regrade) => boolean),
  set: { [K in keyof typeof regrades.$inferInsert]?: (typeof regrades.$inferInsert)[K] | SQL },
  also: (tx: Database, regrade: Regrade) => Promise<unknown> = () => Promise.resolve(),
): Promise<Regrade | null> {
  return db.transaction(async (tx) => {
    // Not `update`: rows that refer to the regrade are written by those who hold its items, and would wait for us.
    await tx.select({ id: regrades.id }).from(regrades).where(eq(regrades.id, id)).for('no key update');
    const before = await selectOptionalRegrade(tx, id);
    if (!before || !(typeof from === 'function' ? from(before) : from.includes(before.state))) return null;
    if (Object.keys(set).length > 0) await tx.update(regrades).set(set).where(eq(regrades.id, id));
    await also(tx, before);
    const after = (await selectOptionalRegrade(tx, id)) as Regrade;
    await audit(tx, after, action, userId, before, why);
    return after;
  });
}

function audit(tx: Database, regrade: Regrade, action: AuditAction, userId: string, before: Regrade | null = null, why: string | null = null): Promise<void> {
  const kept = (row: Regrade) => ({ state: row.state, kind: row.kind, rubricId: row.rubricId, filter: row.filter, counts: row.counts });
  return recordAudit(tx, {
    actor: { userId },
    action,
    subject: { kind: 'regrade', id: regrade.id },
    courseId: regrade.courseId,
    before: before && kept(before),
    after: kept(regrade),
    why: why ?? regrade.reason,
  });
}
