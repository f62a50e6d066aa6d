import type { Database } from '#db/database.ts';
import { selectVisibility, type Visibility } from '#db/queries/check-visibility.ts';
import type { Submission } from '#db/queries/submissions.ts';
import type { Role } from '#db/schema/memberships.ts';
import { concealChecks } from '#rubric/conceal-checks.ts';

const shown: Visibility = { visible: true };

/**
 * A submission as its reader may see it: to a student, single checks of its grade show only where and when the assignment lets
 * them. Everything that shows a grade to students takes it from here.
 */
export async function seenBy(db: Database, role: Role, submission: Submission): Promise<{ submission: Submission; visibility: Visibility }> {
  const { grade, assignmentId, studentId } = submission;
  if (role === 'instructor') return { submission, visibility: shown };
  const visibility = await selectVisibility(db, { assignmentId, studentId });
  if (visibility.visible || !grade) return { submission, visibility };
  // `scored` holds checks too, and has no reader among students.
  const document = concealChecks(grade.document, concealment(visibility));
  return { submission: { ...submission, grade: { ...grade, document, scored: null } }, visibility };
}

/** Why single checks are not shown, and when they will be. `when`: the moment in words; default: ISO 8601, as reports have it. */
export function concealment({ setting, from }: Extract<Visibility, { visible: false }>, when: (moment: Date) => string = isoMinute): string {
  if (setting === 'never') return 'For this assignment your instructor shows totals, and no single checks.';
  if (!from) return 'Single checks are shown after the deadline, which is not set yet. Until then you see totals.';
  return `Single checks are shown after your deadline, from ${when(from)} on. Until then you see totals.`;
}

function isoMinute(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
