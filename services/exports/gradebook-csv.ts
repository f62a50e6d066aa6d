import type { Database } from '#db/database.ts';
import { selectExportedOutcomes, type ExportedOutcome } from '#db/queries/exports.ts';
import type { CriterionPoints } from '#rubric/grade.ts';
import { toPoints } from '#rubric/points.ts';
import { byteOrderMark, csvLines, type Cell } from './cells.ts';
import { chunksOf, versionsOf, type ExportedAssignment, type ExportRow } from './exported-assignment.ts';

export interface GradebookCsv {
  /** A column with the points of every check. */
  checks: boolean;
  /** A byte order mark, for Excel. */
  mark: boolean;
}

const first = ['id', 'name', 'email', 'status', 'points', 'earned', 'possible', 'late_days'];
const last = ['submission', 'handed_in_at', 'attempts', 'rubric_version'];

/** One line a student, for spreadsheets and programs, in pieces. */
export async function* gradebookCsv(db: Database, exported: ExportedAssignment, { checks, mark }: GradebookCsv): AsyncGenerator<string> {
  const criteria = criterionColumns(exported);
  const checkIds = checks ? exported.rubric.criteria.flatMap(({ items }) => items.map(({ check }) => check.id)) : [];
  yield (mark ? byteOrderMark : '') + csvLines([[...first, ...criteria, ...last, ...checkIds]]);
  for (const rows of chunksOf(exported.rows, 100)) {
    const outcomes = bySubmission(checks ? await selectExportedOutcomes(db, versionsOf(rows)) : []);
    yield csvLines(rows.map((row) => [...lineOf(row, criteria), ...checkIds.map((id) => checkCell(outcomes.get(row.submission?.id ?? '')?.get(id)))]));
  }
}

/** The rubric's, and then those that only earlier versions of it had. */
function criterionColumns({ rubric, rows }: ExportedAssignment): string[] {
  return [...new Set([...rubric.criteria.map(({ id }) => id), ...rows.flatMap(({ criteria }) => criteria.map(({ id }) => id))])];
}

function lineOf({ student, submission, criteria, ...row }: ExportRow, columns: readonly string[]): Cell[] {
  const points = new Map(criteria.map((criterion) => [criterion.id as string, criterion]));
  return [
    student.externalId, student.name, student.email, row.status, pointsCell(row.points), pointsCell(row.earned), pointsCell(row.possible), row.lateDays,
    ...columns.map((id) => criterionCell(points.get(id))),
    submission?.id ?? null, submission?.handedInAt.toISOString() ?? null, row.attempts, submission?.rubric.version ?? null,
  ];
}

function criterionCell(criterion: CriterionPoints | undefined): Cell {
  // Nothing of it could be judged: that is no zero.
  return criterion && (criterion.judged > 0 || criterion.possible === 0) ? toPoints(criterion.earned) : null;
}

function checkCell(outcome: ExportedOutcome | undefined): Cell {
  return outcome ? pointsCell(outcome.earned) : null;
}

function bySubmission(outcomes: readonly ExportedOutcome[]): Map<string, Map<string, ExportedOutcome>> {
  const found = new Map<string, Map<string, ExportedOutcome>>();
  for (const outcome of outcomes) {
    const checks = found.get(outcome.submissionId) ?? new Map<string, ExportedOutcome>();
    found.set(outcome.submissionId, checks.set(outcome.checkId, outcome));
  }
  return found;
}

/** Points as other systems read them; null stays an empty cell. */
export function pointsCell(points: number | null): Cell {
  return points === null ? null : toPoints(points);
}
