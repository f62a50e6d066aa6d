import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Database } from '#db/database.ts';
import { selectExportedDocuments, type ExportedDocument } from '#db/queries/exports.ts';
import { markdownReport } from '#rubric/report/markdown.ts';
import { reportPage } from '../web/report/report-page.ts';
import { byteOrderMark, csvLines } from './cells.ts';
import { chunksOf, versionsOf, type ExportedAssignment, type ExportRow } from './exported-assignment.ts';
import { fileNamePart, uniqueNames } from './file-name.ts';
import { pointsCell } from './gradebook-csv.ts';

/** How many grades are in memory at once. */
const chunk = 20;

/**
 * An archive of reports, as `markdown/NAME.md` and `html/NAME.html`, and `index.csv`, which says whose each is. It is made while
 * it is read: the next entry is begun when the one before has gone out. A failure ends the stream in the middle, so that nobody
 * takes a part for the whole.
 */
export function reportsZip(db: Database, exported: ExportedAssignment, onError: (error: unknown) => void): ReadableStream<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => {
    onError(error);
    output.destroy(error);
  });
  const graded = exported.rows.filter(({ submission }) => submission !== null);
  const names = uniqueNames(graded.map(({ student, submission }) => fileNamePart(`${student.externalId ?? ''} ${student.name}`) || `${submission?.id}`));
  zip.addBuffer(Buffer.from(byteOrderMark + indexOf(exported.rows, graded, names)), 'index.csv');
  const nameOf = new Map(graded.map((row, index) => [row, names[index] ?? '']));
  for (const rows of chunksOf(graded, chunk)) addChunk(zip, rows, nameOf, exported.assignment.title, once(() => selectExportedDocuments(db, versionsOf(rows))));
  zip.end();
  return Readable.toWeb(output) as ReadableStream<Uint8Array>;
}

type Documents = ReturnType<typeof selectExportedDocuments>;

function addChunk(zip: ZipFile, rows: readonly ExportRow[], nameOf: ReadonlyMap<ExportRow, string>, title: string, read: { get: () => Documents; drop: () => void }): void {
  const add = (path: string, row: ExportRow, isLast: boolean, write: (markdown: string) => string): void => {
    zip.addReadStreamLazy(path, (done) => {
      const made = read.get().then((documents) => write(reportOf(row, documents.get(row.submission?.id ?? ''), title)));
      made.then((text) => done(null, Readable.from([Buffer.from(text)])), (error: unknown) => done(error, Readable.from([])));
      if (isLast) void made.finally(read.drop).catch(() => {});
    });
  };
  for (const [index, row] of rows.entries()) {
    add(`markdown/${nameOf.get(row)}.md`, row, false, (markdown) => markdown);
    add(`html/${nameOf.get(row)}.html`, row, index === rows.length - 1, reportPage);
  }
}

function reportOf({ student }: ExportRow, found: ExportedDocument | undefined, assignment: string): string {
  if (!found) throw new Error('A grade went away while its report was written');
  return markdownReport(found.document, { student: student.name, assignment, address: found.address, gradedAt: found.gradedAt.toISOString() });
}

function indexOf(rows: readonly ExportRow[], graded: readonly ExportRow[], names: readonly string[]): string {
  const line = (row: ExportRow) => {
    const name = names[graded.indexOf(row)];
    return [row.student.externalId, row.student.name, row.student.email, row.status, pointsCell(row.points), pointsCell(row.possible), name === undefined ? null : `html/${name}.html`];
  };
  return csvLines([['id', 'name', 'email', 'status', 'points', 'possible', 'report'], ...rows.map(line)]);
}

/** Reads at the first question and keeps it until it is dropped. */
function once<T>(read: () => T): { get: () => T; drop: () => void } {
  let kept: { value: T } | null = null;
  return { get: () => (kept ??= { value: read() }).value, drop: () => void (kept = null) };
}
