import type { Database } from '#db/database.ts';
import { selectOptionalAssignment, type Assignment } from '#db/queries/assignments.ts';
import { type NextInQueue, selectNextInQueue } from '#db/queries/attention-count.ts';
import { type Attempt, selectAttempts } from '#db/queries/attempts.ts';
import { type CheckComment, selectComments } from '#db/queries/check-comments.ts';
import { type Course, selectOptionalCourse } from '#db/queries/courses.ts';
import { selectOptionalEvidence } from '#db/queries/evidence.ts';
import { type GradeHistoryEntry, selectGradeHistory } from '#db/queries/grade-history.ts';
import { selectOverridesOf, type StoredOverride } from '#db/queries/overrides.ts';
import { reviewHash, type ReviewSeen, selectReviewsSeen } from '#db/queries/reviews-seen.ts';
import { type SecondLook, selectSecondLooks } from '#db/queries/second-looks.ts';
import type { Submission } from '#db/queries/submissions.ts';
import { selectUploadedFiles } from '#db/queries/uploads.ts';
import { selectOptionalUser, type User } from '#db/queries/users.ts';
import type { EvidenceBundle, Upload } from '#rubric/evidence.ts';
import type { CheckResult, CriterionResult, Grade } from '#rubric/grade.ts';
import { notFound } from '../../../api/problem.ts';

/** A criterion, or the bonus, with its checks. */
export type CheckGroup = Pick<CriterionResult, 'id' | 'title' | 'earned' | 'possible' | 'checks'> | (Omit<CriterionResult, 'id' | 'judged'> & { id: 'bonus' });

/** All that an instructor sees of one submission. */
export interface Review {
  submission: Submission;
  course: Course;
  assignment: Assignment;
  student: User;
  attempts: Attempt[];
  history: GradeHistoryEntry[];
  groups: CheckGroup[];
  checks: CheckResult[];
  /** The check that is looked at; null where there are none. */
  chosen: CheckResult | null;
  comments: CheckComment[];
  looks: SecondLook[];
  overrides: (StoredOverride & { author: string })[];
  seen: ReviewSeen[];
  bundle: EvidenceBundle | null;
  files: readonly Upload[];
  next: NextInQueue | null;
}

/** Reads it all. `check`: the one to look at; where there is no such one, the first that waits for somebody. */
export async function loadReview(db: Database, submission: Submission, check: string | undefined): Promise<Review> {
  const { id, courseId, assignmentId, studentId } = submission;
  const [course, assignment, student] = await Promise.all([selectOptionalCourse(db, courseId), selectOptionalAssignment(db, assignmentId), selectOptionalUser(db, studentId)]);
  // Gone between two queries, and the submission with it.
  if (!course || !assignment || !student) throw notFound('submission', id);
  const [attempts, history, comments, looks, overrides, seen, evidence, next] = await Promise.all([
    selectAttempts(db, { assignmentId, studentId }),
    selectGradeHistory(db, id),
    selectComments(db, id),
    selectSecondLooks(db, id),
    selectOverridesOf(db, id),
    selectReviewsSeen(db, id),
    selectOptionalEvidence(db, id),
    selectNextInQueue(db, assignmentId, id),
  ]);
  const groups = groupsOf(submission.grade?.document ?? null);
  const checks = groups.flatMap((group) => group.checks);
  const bundle = evidence?.bundle ?? null;
  const files = bundle?.uploads ?? (await selectUploadedFiles(db, submission.uploadId));
  const chosen = checks.find((each) => each.id === check) ?? firstToLookAt(checks, looks, seen);
  return { submission, course, assignment, student, attempts, history, groups, checks, chosen, comments, looks, overrides, seen, bundle, files, next };
}

/** The criteria of a grade with their checks, and the bonus last; none of a grade that could not be formed. */
export function groupsOf(grade: Grade | null): CheckGroup[] {
  if (!grade || grade.status === 'not_gradable') return [];
  return [...grade.criteria, ...(grade.bonus ? [{ id: 'bonus' as const, title: 'Bonus', ...grade.bonus }] : [])];
}

function firstToLookAt(checks: readonly CheckResult[], looks: readonly SecondLook[], seen: readonly ReviewSeen[]): CheckResult | null {
  const asked = new Set(looks.filter(({ state }) => state === 'open').map(({ checkId }) => checkId));
  const order = [
    (check: CheckResult) => asked.has(check.id),
    (check: CheckResult) => check.review !== null && !isSeen(seen, check.id, check.review),
    (check: CheckResult) => check.review !== null,
    (check: CheckResult) => check.outcome !== 'passed' && check.possible > 0,
    () => true,
  ];
  return order.map((wanted) => checks.find(wanted)).find((check) => check !== undefined) ?? null;
}

function isSeen(seen: readonly ReviewSeen[], check: string, words: string): boolean {
  const hash = reviewHash(words);
  return seen.some((row) => row.checkId === check && row.reviewHash === hash);
}
