import { type Hundredths, toPoints } from '#rubric/points.ts';
import { csvLines, type Cell } from './cells.ts';
import type { ExportedAssignment, ExportRow } from './exported-assignment.ts';
import { pointsCell } from './gradebook-csv.ts';

/** What a person is known by in Moodle, and the name of its column in Moodle's own exports. */
export const moodleKeys = { id: 'ID number', email: 'Email address' } as const;
export type MoodleKey = keyof typeof moodleKeys;

export function moodleKeyOf({ student }: ExportRow, by: MoodleKey): string | null {
  return (by === 'id' ? student.externalId : student.email) || null;
}

/**
 * What Moodle's grade import reads (docs.moodle.org, Grade import): who, the grade, and feedback for it. Whoever has no such
 * key is left out: Moodle gives a line without one to the person of the line before (moodle/moodle,
 * grade/import/csv/classes/load_data.php), and a key that it does not know stops the whole import. Feedback comes with a
 * grade only, since Moodle takes a grade away where feedback stands alone.
 */
export function moodleCsv({ assignment, rubric, rows }: ExportedAssignment, by: MoodleKey): string {
  const titles = new Map(rubric.criteria.map(({ id, title }) => [id as string, title]));
  const known = rows.filter((row) => moodleKeyOf(row, by) !== null);
  const lines = known.map((row): Cell[] => [moodleKeyOf(row, by), row.student.name, pointsCell(row.points), feedbackOf(row, titles)]);
  return csvLines([[moodleKeys[by], 'Full name', assignment.title, `${assignment.title} (feedback)`], ...lines]);
}

/** `12.5 of 15 points. SSH 3 of 4, …`: one line of plain text. */
function feedbackOf({ points, earned, possible, judged, lateDays, criteria }: ExportRow, titles: ReadonlyMap<string, string>): string | null {
  if (points === null || earned === null || possible === null) return null;
  return [
    `${of(points, possible)} points.`,
    ...(lateDays ? [`Handed in ${lateDays === 1 ? '1 day' : `${lateDays} days`} late: ${toPoints(earned)} before the deduction.`] : []),
    ...(judged !== null && judged < possible ? [`Provisional: ${toPoints(judged)} points could be judged so far.`] : []),
    ...(criteria.length > 0 ? [`${criteria.map((one) => `${titles.get(one.id) ?? one.id} ${of(one.earned, one.possible)}`).join(', ')}.`] : []),
  ].join(' ');
}

const of = (earned: Hundredths, possible: Hundredths): string => `${toPoints(earned)} of ${toPoints(possible)}`;
