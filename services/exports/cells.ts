import { stringify } from 'csv-stringify/sync';
import { plainLine } from '#rubric/report/inert.ts';

/** Null: an empty cell, which says that there is nothing and is no zero. */
export type Cell = string | number | null;

// What spreadsheets take for a formula's beginning, full width too, behind whatever blanks they skip; and where the list
// separator of the reader's country is a semicolon, a cell may begin after one.
const formula = /(^|[;\t\r\n])([\s"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/**
 * A cell's text that no spreadsheet runs: one line, without control and bidi characters, a quote before what would be a
 * formula (OWASP, CSV Injection). Lines and tabs are looked at before they are gone, so that nothing moves up to the front.
 */
export function neutral(text: string): string {
  return plainLine(text).replace(formula, "$1$2'");
}

/** Lines of CSV (RFC 4180), with what people wrote made neutral. Numbers stay numbers, negative ones too. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? neutral(cell) : cell)));
  return stringify(cells, { quoted_match: /[;'\s]/ });
}

/** Excel reads a file as UTF-8 only where it begins so. */
export const byteOrderMark = '\ufeff';
