import type { CheckResult, Grade } from '#rubric/grade.ts';
import { plainLine } from '#rubric/report/inert.ts';

/** What most students whom a check failed were told. */
export interface CommonFailure {
  checkId: string;
  /** With addresses and numbers masked. */
  seen: string;
  count: number;
  /** Failures of the check among the grades that were looked at. */
  of: number;
  expected: string;
  hint: string | null;
}

// In this order: an address holds numbers.
const masks: readonly [RegExp, string][] = [
  [/\bSHA256:[A-Za-z0-9+/]{20,}={0,2}/g, '‹fingerprint›'],
  [/\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/gi, '‹MAC address›'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/g, '‹address›'],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4})?(?:\/\d{1,3})?|(?<![\w:])(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:?)+(?:\/\d{1,3})?/gi, '‹address›'],
  [/\b\d+(?:\.\d+)*\b/g, '‹n›'],
];
const most = 240;

/** What differs from machine to machine taken out, so that the same failure reads the same. */
export function maskWords(text: string): string {
  const line = masks.reduce((words, [pattern, mask]) => words.replace(pattern, mask), plainLine(text).slice(0, 2000));
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** By check, over those that failed or were passed in part; a check that waits for another one is none of its own. Of equals the first. */
export function commonFailures(grades: Iterable<Grade>): CommonFailure[] {
  const byCheck = new Map<string, Map<string, { count: number; check: CheckResult }>>();
  for (const grade of grades) {
    for (const check of failuresOf(grade)) {
      const words = maskWords(check.seen);
      const known = byCheck.get(check.id) ?? new Map<string, { count: number; check: CheckResult }>();
      byCheck.set(check.id, known);
      const found = known.get(words);
      if (found) found.count += 1;
      else known.set(words, { count: 1, check });
    }
  }
  return [...byCheck].map(([checkId, known]) => {
    const all = [...known];
    const [seen, { count, check }] = all.reduce((best, each) => (each[1].count > best[1].count ? each : best));
    const of = all.reduce((sum, [, each]) => sum + each.count, 0);
    return { checkId, seen, count, of, expected: plainLine(check.expected), hint: check.hint === null ? null : maskWords(check.hint) };
  });
}

function failuresOf(grade: Grade): CheckResult[] {
  if (grade.status === 'not_gradable') return [];
  return grade.criteria.flatMap(({ checks }) => checks).filter(({ outcome, blockedBy }) => (outcome === 'failed' || outcome === 'partial') && blockedBy === null);
}
