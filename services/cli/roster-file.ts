import { parse } from 'csv-parse/sync';
import type { RosterEntry } from '#db/queries/roster.ts';
import { roles } from '#db/schema/memberships.ts';
import { UsageError } from './usage-error.ts';

// As Canvas, Moodle and people name them, in lower case without blanks, underscores and hyphens.
const columns = {
  name: ['name', 'student', 'fullname', 'studentname'],
  firstName: ['firstname', 'givenname'],
  lastName: ['lastname', 'surname', 'familyname'],
  email: ['email', 'emailaddress', 'mail'],
  externalId: ['externalid', 'sisuserid', 'sisid', 'idnumber', 'userid', 'studentid', 'id'],
  role: ['role'],
} as const;

/**
 * Reads a roster: CSV with a header line, columns `id` and `name` (or first and last name), optionally `email` and
 * `role` (student, instructor). Throws UsageError naming the first line that is wrong.
 */
export function parseRoster(text: string, file: string): RosterEntry[] {
  const rows = readCsv(text, file);
  const entries = rows.map(({ record, line }): RosterEntry => {
    const value = (column: keyof typeof columns) =>
      columns[column].map((name) => record[name]?.trim()).find((found) => found !== undefined && found !== '') ?? '';
    const name = value('name') || [value('firstName'), value('lastName')].filter(Boolean).join(' ');
    const externalId = value('externalId');
    const role = roles.find((known) => known === (value('role').toLowerCase() || 'student'));
    if (!name) throw new UsageError(`${file}, line ${line}: no name. The columns needed are id and name; email and role are optional.`);
    if (!externalId) throw new UsageError(`${file}, line ${line}: ${name} has no id. Give the LMS's own id in a column named id.`);
    if (!role) throw new UsageError(`${file}, line ${line}: “${value('role')}” is no role. Write student or instructor.`);
    return { name, email: value('email') || null, externalId, role };
  });
  const twice = entries.find(({ externalId }, index) => entries.findIndex((other) => other.externalId === externalId) !== index);
  if (twice) throw new UsageError(`${file}: the id ${twice.externalId} stands there twice.`);
  if (entries.length === 0) throw new UsageError(`${file} holds no line below its header.`);
  return entries;
}

function readCsv(text: string, file: string): { record: Record<string, string>; line: number }[] {
  try {
    const rows = parse<{ record: Record<string, string>; info: { lines: number } }>(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.toLowerCase().replace(/[\s_-]/g, '')),
      skip_empty_lines: true,
      trim: true,
      info: true,
    });
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    throw new UsageError(`${file} is not CSV: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
