import { desc, eq } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments, type CheckVisibility, type GradePolicy } from '../schema/assignments.ts';
import { rubrics } from '../schema/rubrics.ts';
import { type Actor, recordAudit } from './audit.ts';

export type Assignment = typeof assignments.$inferSelect & { rubric: { id: string; version: string } };

const columns = {
  assignment: assignments,
  rubric: { id: rubrics.slug, version: rubrics.version },
};

/** What an instructor may set and change. */
export interface AssignmentSettings {
  title: string;
  rubricId: string;
  /** Null: no deadline. */
  dueAt: Date | null;
  graceMinutes: number;
  policy: GradePolicy;
  /** Markdown. */
  instructions: string;
  /** Null: any number. */
  attempts: number | null;
  coolDownMinutes: number;
  /** For so long after the deadline submissions are taken, 0: not at all, … */
  lateMinutes: number;
  /** … and each day begun costs so much of the earned points. */
  latePercentPerDay: number;
  checksVisible: CheckVisibility;
}

export type NewAssignment = { courseId: string } & Pick<AssignmentSettings, 'title' | 'rubricId'> & Partial<AssignmentSettings>;

export async function insertAssignment(db: Database, assignment: NewAssignment, actor: Actor): Promise<Assignment> {
  return db.transaction(async (tx) => {
    const [row] = (await tx.insert(assignments).values(assignment).returning({ id: assignments.id })) as [{ id: string }];
    const made = (await selectOptionalAssignment(tx, row.id)) as Assignment;
    await recordAudit(tx, { ...about(made, actor), action: 'assignment.created', after: settingsOf(made) });
    return made;
  });
}

/** Changes what is given. Where that is all as it was, nothing is noted. Null where there is no such assignment. */
export async function updateAssignment(db: Database, id: string, changes: Partial<AssignmentSettings>, actor: Actor): Promise<Assignment | null> {
  return db.transaction(async (tx) => {
    await tx.select({ id: assignments.id }).from(assignments).where(eq(assignments.id, id)).for('update');
    const before = await selectOptionalAssignment(tx, id);
    if (!before || Object.keys(changes).length === 0) return before;
    await tx.update(assignments).set(changes).where(eq(assignments.id, id));
    const after = (await selectOptionalAssignment(tx, id)) as Assignment;
    const [old, now] = [settingsOf(before), settingsOf(after)];
    const changed = (Object.keys(now) as (keyof typeof now)[]).filter((name) => String(old[name]) !== String(now[name]));
    if (changed.length === 0) return after;
    const only = (settings: typeof now) => Object.fromEntries(changed.map((name) => [name, settings[name]]));
    await recordAudit(tx, { ...about(after, actor), action: 'assignment.changed', before: only(old), after: only(now) });
    return after;
  });
}

function about({ id, courseId }: Assignment, actor: Actor) {
  return { actor, courseId, subject: { kind: 'assignment' as const, id } };
}

function settingsOf(assignment: Assignment): AssignmentSettings {
  const { title, rubricId, dueAt, graceMinutes, policy, instructions, attempts, coolDownMinutes, lateMinutes, latePercentPerDay, checksVisible } = assignment;
  return { title, rubricId, dueAt, graceMinutes, policy, instructions, attempts, coolDownMinutes, lateMinutes, latePercentPerDay, checksVisible };
}

export async function selectOptionalAssignment(db: Database, id: string): Promise<Assignment | null> {
  const [row] = await db.select(columns).from(assignments).innerJoin(rubrics, eq(rubrics.id, assignments.rubricId)).where(eq(assignments.id, id));
  return row ? { ...row.assignment, rubric: row.rubric } : null;
}

/** Newest first. */
export async function selectAssignments(db: Database, courseId: string): Promise<Assignment[]> {
  const rows = await db
    .select(columns)
    .from(assignments)
    .innerJoin(rubrics, eq(rubrics.id, assignments.rubricId))
    .where(eq(assignments.courseId, courseId))
    .orderBy(desc(assignments.id));
  return rows.map(({ assignment, rubric }) => ({ ...assignment, rubric }));
}
