import { type Allowance, selectAllowance } from '#db/queries/allowance.ts';
import type { Assignment } from '#db/queries/assignments.ts';
import { type CountedSubmission, selectCountedSubmissions } from '#db/queries/counted-submissions.ts';
import { type Course, selectCourse } from '#db/queries/courses.ts';
import { type Enrolment, selectOptionalEnrolment } from '#db/queries/enrolments.ts';
import { type HostKey, selectHostKeys } from '#db/queries/host-keys.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { selectSubmissions, type Submission } from '#db/queries/submissions.ts';
import { selectLatestVmCheck, type VmCheck } from '#db/queries/vm-checks.ts';
import type { Role } from '#db/schema/memberships.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { enrolmentScriptOf } from '../../../api/enrolment/script-of-student.ts';
import type { SignedIn } from '../../../identity/identify.ts';

/** All that the student's page of an assignment shows. */
export interface StudentView {
  course: Course;
  assignment: Assignment;
  rubric: Rubric;
  allowance: Allowance;
  enrolment: Enrolment | null;
  /** Null for instructors: each script is one student's own. */
  script: string | null;
  pendingKeys: HostKey[];
  check: VmCheck | null;
  /** Newest first. */
  submissions: Submission[];
  /** What their grades are worth after deductions; the first is the one that counts. */
  counted: CountedSubmission[];
  /** False for instructors, who see the page and change nothing. */
  mayAct: boolean;
  zone: string;
  now: Date;
}

/** Far more than a student hands in; older ones are not listed. */
const mostListed = 200;

export async function loadStudentView(
  dependencies: ApiDependencies,
  { viewer, zone }: { viewer: SignedIn; zone: string },
  { assignment, role }: { assignment: Assignment; role: Role },
): Promise<StudentView> {
  const { db } = dependencies;
  const owner = { courseId: assignment.courseId, studentId: viewer.userId };
  const of = { assignmentId: assignment.id, studentId: viewer.userId };
  const mayAct = role === 'student';
  // First, since it makes the key pair.
  const script = mayAct ? await enrolmentScriptOf(dependencies, owner) : null;
  const [course, rubric, allowance, enrolment, pendingKeys, check, submissions, allCounted] = await Promise.all([
    selectCourse(db, assignment.courseId),
    selectRubric(db, assignment.rubricId),
    selectAllowance(db, of),
    selectOptionalEnrolment(db, owner),
    selectHostKeys(db, owner.courseId, { pending: true, studentId: viewer.userId }),
    selectLatestVmCheck(db, owner),
    selectSubmissions(db, { viewer, ...of, limit: mostListed }),
    selectCountedSubmissions(db, owner),
  ]);
  const counted = allCounted.filter(({ assignmentId }) => assignmentId === assignment.id);
  return { course, assignment, rubric: parseRubric(rubric.text), allowance, enrolment, script, pendingKeys, check, submissions, counted, mayAct, zone, now: new Date() };
}

/** What the forms are filled in with: the machine that was named last, at enrolment, for a check or for a submission. */
export function lastKnownMachine({ enrolment, check, submissions }: Pick<StudentView, 'enrolment' | 'check' | 'submissions'>): { address: string; port: number; login: string } {
  const [submission] = submissions;
  const candidates = [
    ...(enrolment?.reportedAt ? [{ at: enrolment.reportedAt, address: enrolment.addresses?.[0] ?? '', port: enrolment.port ?? 22, login: enrolment.login ?? '' }] : []),
    ...(check ? [{ ...check, at: check.createdAt }] : []),
    ...(submission ? [{ ...submission, at: submission.createdAt }] : []),
  ];
  const latest = candidates.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
  return { address: latest?.address ?? '', port: latest?.port ?? 22, login: latest?.login ?? '' };
}
