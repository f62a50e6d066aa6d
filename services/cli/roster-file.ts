import type { RosterEntry } from '#db/queries/roster.ts';
import { readRoster } from '../roster/read-roster.ts';
import { UsageError } from './usage-error.ts';

/** Reads a roster (`readRoster`). Throws UsageError naming the first line that is wrong. */
export function parseRoster(text: string, file: string): RosterEntry[] {
  const { entries, faults } = readRoster(text);
  const [fault] = faults;
  if (fault) throw new UsageError(fault.line === 0 ? `${file} ${fault.message}.` : `${file}, line ${fault.line}: ${fault.message}`);
  return entries.map(({ name, email, externalId, role }) => ({ name, email, externalId, role }));
}
