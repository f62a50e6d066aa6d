import { toPoints } from '#rubric/points.ts';
import { csvLines, type Cell } from './cells.ts';
import type { ExportedAssignment } from './exported-assignment.ts';
import { pointsCell } from './gradebook-csv.ts';

/**
 * What Canvas's gradebook imports. Its own code says how it reads a file (instructure/canvas-lms, lib/gradebook_importer.rb):
 * the columns before the assignments must be these, `SIS Login ID` right behind `SIS User ID`; the line whose first cell holds
 * “Points Possible” describes the assignment; a student is found by Canvas's own ID, which we do not know, else by SIS user ID,
 * else by SIS login ID, else by name; an assignment is found by its title. A byte order mark is left out.
 */
export function canvasCsv({ assignment, possible, rows }: ExportedAssignment): string {
  const header: Cell[] = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', assignment.title];
  const worth: Cell[] = ['Points Possible', null, null, null, null, toPoints(possible)];
  const lines = rows.map(({ student, points }): Cell[] => [student.name, null, student.externalId, student.email, null, pointsCell(points)]);
  return csvLines([header, worth, ...lines]);
}
