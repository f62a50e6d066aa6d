import { CsvError, parse } from 'csv-parse/sync';
import type { RosterEntry } from '#db/queries/roster.ts';
import { roles } from '#db/schema/memberships.ts';

// As Canvas, Moodle and people name them, in lower case without blanks, underscores and hyphens.
const columns = {
  name: ['name', 'student', 'fullname', 'studentname'],
  firstName: ['firstname', 'givenname'],
  lastName: ['lastname', 'surname', 'familyname'],
  email: ['email', 'emailaddress', 'mail'],
  externalId: ['externalid', 'sisuserid', 'sisid', 'idnumber', 'userid', 'studentid', 'id'],
  role: ['role'],
} as const;

/** A line that cannot be imported, and why, in words. Lines count from 1, the header's; 0: the file as a whole. */
export interface RosterFault {
  line: number;
  message: string;
}

export interface RosterLine extends RosterEntry {
  line: number;
}

interface CsvRow {
  record: Record<string, string | undefined>;
  line: number;
  /** The row has more or fewer cells than the header. */
  isUneven: boolean;
}

/**
 * Reads a roster: CSV with a header line, columns `id` and `name` (or first and last name), optionally `email` and
 * `role` (student, instructor). Tells every wrong line; the others are right.
 */
export function readRoster(text: string): { entries: RosterLine[]; faults: RosterFault[] } {
  const entries: RosterLine[] = [];
  const faults: RosterFault[] = [];
  const lines = new Map<string, number>();
  try {
    const rows = readCsv(text);
    if (rows.length === 0) faults.push({ line: 0, message: 'holds no line below its header' });
    for (const { line, ...row } of rows) {
      const read = readRow(row);
      const twice = typeof read === 'string' ? undefined : lines.get(read.externalId);
      if (typeof read === 'string') faults.push({ line, message: read });
      else if (twice !== undefined) faults.push({ line, message: `the id ${read.externalId} stands there twice, first in line ${twice}` });
      else entries.push({ ...read, line });
      if (typeof read !== 'string') lines.set(read.externalId, twice ?? line);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { entries: [], faults: [{ line: Number(error['lines'] ?? 0), message: `is not CSV: ${error.message}` }] };
  }
  return { entries, faults };
}

function readRow({ record, isUneven }: Omit<CsvRow, 'line'>): RosterEntry | string {
  const value = (column: keyof typeof columns) =>
    columns[column].map((name) => record[name]?.trim()).find((found) => found !== undefined && found !== '') ?? '';
  if (isUneven) return 'has not as many cells as the header. Put cells with a comma in them into quotes.';
  const name = value('name') || [value('firstName'), value('lastName')].filter(Boolean).join(' ');
  const [externalId, email, roleSaid] = [value('externalId'), value('email'), value('role')];
  const role = roles.find((known) => known === roleSaid.toLowerCase()) ?? null;
  if (!name) return 'no name. The columns needed are id and name; email and role are optional.';
  if (!externalId) return `${name} has no id. Give the LMS's own id in a column named id.`;
  const wrong = Object.entries({ name, id: externalId, email }).find(([, cell]) => cell.length > 200 || /[\p{Cc}\u2028\u2029]/u.test(cell));
  if (wrong) return `the ${wrong[0]} must be one line of 200 characters at most, without control characters.`;
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email)) return `“${email}” is no e-mail address. Leave the cell empty if there is none.`;
  if (roleSaid && !role) return `“${roleSaid}” is no role. Write student or instructor.`;
  return { name, email: email || null, externalId, role };
}

function readCsv(text: string): CsvRow[] {
  const rows = parse<{ record: CsvRow['record']; info: { lines: number; error?: unknown } }>(text, {
    bom: true,
    columns: (header: string[]) => header.map((name) => name.toLowerCase().replace(/[\s_-]/g, '')),
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
    info: true,
  });
  return rows.map(({ record, info }) => ({ record, line: info.lines, isUneven: info.error !== undefined }));
}
