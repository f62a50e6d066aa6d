import type { Database } from '#db/database.ts';
import type { Assignment } from '#db/queries/assignments.ts';
import { selectExportedStudents, type ExportedStudent } from '#db/queries/exports.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import type { CriterionPoints } from '#rubric/grade.ts';
import type { Hundredths } from '#rubric/points.ts';
import { parseRubric, possibleOf, type Rubric } from '#rubric/rubric.ts';

/** `not_graded_yet`: handed in, and no grade yet. `not_handed_in`: nothing ever came. */
export const exportStatuses = ['final', 'provisional', 'not_gradable', 'not_graded_yet', 'not_handed_in'] as const;
export type ExportStatus = (typeof exportStatuses)[number];

/** A student as all formats tell them. Points are null wherever there are none: none are no zero. */
export interface ExportRow {
  student: { id: string; name: string; externalId: string | null; email: string | null };
  status: ExportStatus;
  /** How often they handed in. */
  attempts: number;
  /** What counts, after the deduction for lateness. */
  points: Hundredths | null;
  /** Before it. */
  earned: Hundredths | null;
  judged: Hundredths | null;
  possible: Hundredths | null;
  /** Begun days after their deadline; null where nothing counts. */
  lateDays: number | null;
  criteria: readonly CriterionPoints[];
  /** The submission that counts. */
  submission: { id: string; handedInAt: Date; gradeVersion: number; rubric: { id: string; version: string } } | null;
}

export interface ExportedAssignment {
  assignment: Assignment;
  /** The assignment's own; a grade may have been given by an earlier version. */
  rubric: Rubric;
  possible: Hundredths;
  rows: ExportRow[];
}

export async function readExportedAssignment(db: Database, assignment: Assignment): Promise<ExportedAssignment> {
  const [stored, students] = [await selectRubric(db, assignment.rubricId), await selectExportedStudents(db, assignment.id)];
  const rubric = parseRubric(stored.text);
  return { assignment, rubric, possible: possibleOf(rubric), rows: students.map(rowOf) };
}

function rowOf({ studentId: id, name, externalId, email, handedIn, counts }: ExportedStudent): ExportRow {
  const common = { student: { id, name, externalId, email }, attempts: handedIn };
  const none = { points: null, earned: null, judged: null, lateDays: null };
  if (!counts) return { ...common, ...none, possible: null, criteria: [], submission: null, status: handedIn > 0 ? 'not_graded_yet' : 'not_handed_in' };
  const { status, earned, counted, late, judged, possible, criteria } = counts;
  const submission = { id: counts.submissionId, handedInAt: counts.handedInAt, gradeVersion: counts.version, rubric: counts.rubric };
  if (status === 'not_gradable') return { ...common, ...none, possible, criteria: [], submission, status };
  return { ...common, status, points: counted, earned, judged, possible, lateDays: late?.days ?? 0, criteria, submission };
}

/** The keys by which queries find the grades of these rows. */
export function versionsOf(rows: readonly ExportRow[]): { submissionId: string; version: number }[] {
  return rows.flatMap(({ submission }) => (submission ? [{ submissionId: submission.id, version: submission.gradeVersion }] : []));
}

/** Cut into pieces of so many. */
export function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
