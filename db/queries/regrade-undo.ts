import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { grades } from '../schema/grades.ts';
import { regradeItems } from '../schema/regrade-items.ts';
import { rubrics } from '../schema/rubrics.ts';
import { submissions } from '../schema/submissions.ts';
import { users } from '../schema/users.ts';
import { recordAudit } from './audit.ts';
import { lockSubmissions, makeVersionsCurrent } from './grade-versions.ts';
import { change, type Regrade, type RegradeStep } from './regrades.ts';

/**
 * Makes the version before current again for every submission whose grade is still the regrade's. Those that changed since
 * are left alone, in state `kept`. An assignment that took the regrade's rubric has the one before again, unless it was given
 * another since. Null where the regrade is not over, or was undone before.
 */
export function undoRegrade(db: Database, step: RegradeStep): Promise<Regrade | null> {
  return change(db, step, 'regrade.undone', ['finished', 'cancelled'], { undoneAt: sql`now()` }, async (tx, regrade) => {
    await undo(tx, regrade, step);
    await giveRubricBack(tx, regrade, step);
  });
}

async function undo(tx: Database, { id, courseId, reason }: Regrade, { userId, why }: RegradeStep): Promise<void> {
  const applied = and(eq(regradeItems.regradeId, id), eq(regradeItems.state, 'applied'));
  const touched = await tx.select({ submissionId: regradeItems.submissionId }).from(regradeItems).where(applied);
  if (touched.length === 0) return;
  await lockSubmissions(tx, touched.map(({ submissionId }) => submissionId));
  const back = await tx
    .update(regradeItems)
    .set({ state: 'undone' })
    .from(grades)
    .where(and(applied, isNotNull(regradeItems.replacedGradeId), eq(grades.id, regradeItems.gradeId), eq(grades.isCurrent, true)))
    .returning({ submissionId: regradeItems.submissionId, gradeId: sql<string>`${regradeItems.replacedGradeId}`, from: grades.id });
  await tx.update(regradeItems).set({ state: 'kept' }).where(applied);
  await makeVersionsCurrent(tx, back);
  await recordAudit(
    tx,
    back.map(({ submissionId, gradeId, from }) => ({
      actor: { userId },
      action: 'grade.stored',
      subject: { kind: 'submission', id: submissionId },
      courseId,
      before: { gradeId: from },
      after: { gradeId },
      why: `undone: ${why ?? reason}`,
    })),
  );
}

async function giveRubricBack(tx: Database, { assignmentId, courseId, rubricId, adoptedInPlaceOf, reason }: Regrade, { userId, why }: RegradeStep): Promise<void> {
  if (adoptedInPlaceOf === null) return;
  const back = await tx
    .update(assignments)
    .set({ rubricId: adoptedInPlaceOf })
    .where(and(eq(assignments.id, assignmentId), eq(assignments.rubricId, rubricId)))
    .returning({ id: assignments.id });
  if (back.length === 0) return;
  await recordAudit(tx, {
    actor: { userId },
    action: 'assignment.changed',
    subject: { kind: 'assignment', id: assignmentId },
    courseId,
    before: { rubricId },
    after: { rubricId: adoptedInPlaceOf },
    why: `undone: ${why ?? reason}`,
  });
}

/** Submissions of a regrade that the undoing left alone, since their grade had changed again. */
export async function selectKept(db: Database, regradeId: string): Promise<{ submissionId: string; studentId: string }[]> {
  return db
    .select({ submissionId: submissions.id, studentId: submissions.studentId })
    .from(regradeItems)
    .innerJoin(submissions, eq(submissions.id, regradeItems.submissionId))
    .where(and(eq(regradeItems.regradeId, regradeId), eq(regradeItems.state, 'kept')))
    .orderBy(submissions.id);
}

/** What undoing a regrade would do now. */
export interface UndoForecast {
  /** Grades that would be the ones from before again. */
  back: number;
  /** Whose grade changed again since: theirs would stay. */
  stay: { submissionId: string; name: string }[];
  /** The rubric that the assignment would have again; null: its rubric stays as it is. */
  rubric: { id: string; slug: string; version: string } | null;
}

export async function forecastUndo(db: Database, { id, assignmentId, rubricId, adoptedInPlaceOf }: Regrade): Promise<UndoForecast> {
  const rows = await db
    .select({ submissionId: submissions.id, name: users.name, isCurrent: grades.isCurrent, replaced: regradeItems.replacedGradeId })
    .from(regradeItems)
    .innerJoin(submissions, eq(submissions.id, regradeItems.submissionId))
    .innerJoin(users, eq(users.id, submissions.studentId))
    .leftJoin(grades, eq(grades.id, regradeItems.gradeId))
    .where(and(eq(regradeItems.regradeId, id), eq(regradeItems.state, 'applied')))
    .orderBy(users.name, submissions.id);
  const [stay, back] = [rows.filter(({ isCurrent, replaced }) => !isCurrent || replaced === null), rows.filter(({ isCurrent, replaced }) => isCurrent && replaced !== null)];
  const [rubric] =
    adoptedInPlaceOf === null
      ? []
      : await db
          .select({ id: rubrics.id, slug: rubrics.slug, version: rubrics.version })
          .from(assignments)
          .innerJoin(rubrics, eq(rubrics.id, adoptedInPlaceOf))
          .where(and(eq(assignments.id, assignmentId), eq(assignments.rubricId, rubricId)));
  return { back: back.length, stay: stay.map(({ submissionId, name }) => ({ submissionId, name })), rubric: rubric ?? null };
}
