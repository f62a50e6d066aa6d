import type { Database } from '#db/database.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import type { Submission } from '#db/queries/submissions.ts';
import { selectOptionalUser } from '#db/queries/users.ts';
import { markdownReport } from '#rubric/report/markdown.ts';
import { ApiProblem } from '../api/problem.ts';

/** The grade of a submission; 409 where it has none yet. */
export function requireGrade({ id, status, grade }: Submission): NonNullable<Submission['grade']> {
  if (!grade) throw new ApiProblem('not-graded', `Submission ${id} is ${status}.`);
  return grade;
}

/** The feedback report as Markdown, of a submission as its reader may see it (`seenBy`). 409 where there is no grade yet. */
export async function reportOf(db: Database, submission: Submission): Promise<string> {
  const grade = requireGrade(submission);
  const assignment = await selectOptionalAssignment(db, submission.assignmentId);
  const student = await selectOptionalUser(db, submission.studentId);
  return markdownReport(grade.document, {
    ...(student ? { student: student.name } : {}),
    ...(assignment ? { assignment: assignment.title } : {}),
    address: submission.address,
    gradedAt: grade.createdAt.toISOString(),
  });
}
