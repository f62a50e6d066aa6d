import { plainText } from '#rubric/report/inert.ts';

/** Some lines of a text, around those that the report quotes. */
export interface Excerpt {
  lines: { text: string; isQuoted: boolean }[];
  /** Lines left out before and after, and lines there are in all. */
  first: number;
  after: number;
  total: number;
}

const maxLines = 40;
const maxColumns = 400;
const linesBefore = 5;

/** The lines of a quote by which they are found again in the output; short ones stand everywhere. */
export function quotedLines(quote: string | null): ReadonlySet<string> {
  return new Set(plainText(quote ?? '').split('\n').map((line) => line.trim()).filter((line) => line.length > 3));
}

/** At most 40 lines of harmless text, from a little before the first quoted one on, or from the beginning. */
export function excerptOf(raw: string, quoted: ReadonlySet<string>): Excerpt {
  const all = plainText(raw).replace(/\n+$/, '').split('\n');
  const lines = all.length === 1 && all[0] === '' ? [] : all;
  const found = lines.findIndex((line) => quoted.has(line.trim()));
  const first = lines.length <= maxLines || found < maxLines ? 0 : Math.min(found - linesBefore, lines.length - maxLines);
  const shown = lines.slice(first, first + maxLines);
  return {
    lines: shown.map((line) => ({ text: line.length > maxColumns ? `${line.slice(0, maxColumns - 1)}…` : line, isQuoted: quoted.has(line.trim()) })),
    first,
    after: lines.length - first - shown.length,
    total: lines.length,
  };
}
