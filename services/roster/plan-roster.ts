import type { Database } from '#db/database.ts';
import { previewRoster, type RosterChange } from '#db/queries/roster.ts';
import { readRoster, type RosterFault } from './read-roster.ts';

export interface RosterPlan {
  /** With their lines in the file. */
  changes: (RosterChange & { line: number })[];
  faults: RosterFault[];
}

/** What a roster would do to a course; nothing is done. Whoever imports cannot make themselves a student. */
export async function planRoster(db: Database, viewer: { userId: string; isStaff: boolean }, courseId: string, text: string): Promise<RosterPlan> {
  const { entries, faults } = readRoster(text);
  const changes = (await previewRoster(db, courseId, entries, { keepsKnown: !viewer.isStaff })).map((change, index) => ({ ...change, line: entries[index]?.line ?? 0 }));
  const own = changes.find(({ userId, changes: list }) => userId === viewer.userId && list.some(({ what, to }) => what === 'role' && to === 'student'));
  if (!own) return { changes, faults };
  const fault = { line: own.line, message: 'this is you: as a student you could not open this page any more. Ask a colleague to change your role.' };
  return { changes: changes.filter((change) => change !== own), faults: [...faults, fault].toSorted((a, b) => a.line - b.line) };
}

/** The text of a file: UTF-8, or what spreadsheets on Windows write. */
export function rosterText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
