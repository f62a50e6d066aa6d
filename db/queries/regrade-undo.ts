import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { assignments } from '../schema/assignments.ts';
import { grades } from '../schema/grades.ts';
import { regradeItems } from '../schema/regrade-items.ts';
import { submissions } from '../schema/submissions.ts';
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
