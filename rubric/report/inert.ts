/**
 * Text that a host or a student wrote, made harmless: nothing in it can become structure, control a terminal, or
 * reorder what a reader sees.
 */

const escape = String.fromCodePoint(0x1b);
const bell = String.fromCodePoint(0x07);
// ECMA-48 sequences as terminals obey them: control sequences, string commands (OSC and kin), two-character escapes.
const ansi = new RegExp(
  `${escape}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^${bell}${escape}]*(?:${bell}|${escape}\\\\)?|[ -/]*[0-~])`,
  'g',
);
// Controls but tab and newline, Unicode's bidi controls (UAX #9) and invisible joiners.
const invisible = /[^\P{Cc}\t\n]|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Without ANSI sequences, control and bidi characters; newlines and tabs stay. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(ansi, '').replace(invisible, '');
}

/** One line of plain text. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/** One line as Markdown that renders as itself: no emphasis, code, link, table cell, HTML or automatic link. */
export function markdownLine(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_[\]<>|~&]/g, String.raw`\$&`)
    .replace(/:\/\//g, String.raw`\://`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replace(/@/g, String.raw`\@`);
}

const maxLines = 20;
const maxColumns = 160;

/** Raw evidence, at most 20 lines of 160 characters, with a last line that says what was cut. */
export function boundedQuote(text: string): string {
  const lines = plainText(text).replace(/\n+$/, '').split('\n');
  const shown = lines.slice(0, maxLines).map((line) => (line.length > maxColumns ? `${line.slice(0, maxColumns - 1)}…` : line));
  if (lines.length > maxLines) shown.push(`… ${lines.length - maxLines} more lines`);
  return shown.join('\n');
}

/** A fenced block whose fence is longer than any run of backticks in it. */
export function fencedQuote(text: string): string {
  const quote = boundedQuote(text);
  const longest = Math.max(2, ...[...quote.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${quote}\n${fence}`;
}
