import { Lexer, type Token, type Tokens } from 'marked';
import { plainText } from '../report/inert.ts';
import { headingsOfNumbers } from '../report/numbered-headings.ts';

export interface ReportLine {
  /** Counted from 1. */
  number: number;
  text: string;
  /** The headings that it stands under, outermost first. */
  headings: readonly string[];
  /** The header row of its table. */
  tableHeader: string | null;
}

export interface Picture {
  headings: readonly string[];
  /** Alternative text and file name. */
  caption: string;
}

export interface ReportDocument {
  path: string;
  /** Without blank lines, headings and HTML comments; what stands in code blocks included. */
  lines: ReportLine[];
  pictures: Picture[];
}

// No pasted output has longer lines; cut there, nothing in a report makes a pattern or the lexer take long.
const maxColumns = 1000;

/** Reads a report's Markdown by its blocks. */
export function readReport(path: string, text: string): ReportDocument {
  const source = headingsOfNumbers(plainText(text).split('\n').map((line) => line.slice(0, maxColumns))).join('\n');
  const lines: ReportLine[] = [];
  const pictures: Picture[] = [];
  const headings: { depth: number; text: string }[] = [];
  let number = 1;
  for (const token of new Lexer().blockTokens(source)) {
    const above = headings.map((heading) => heading.text);
    const rows = token.raw.split('\n');
    if (isHeading(token)) {
      while ((headings.at(-1)?.depth ?? 0) >= token.depth) headings.pop();
      headings.push({ depth: token.depth, text: token.text });
    } else if (!(token.type === 'html' && token.raw.startsWith('<!--'))) {
      const tableHeader = token.type === 'table' ? (rows[0] ?? null) : null;
      rows.forEach((row, index) => {
        if (row.trim() !== '') lines.push({ number: number + index, text: row, headings: above, tableHeader });
      });
      pictures.push(...picturesOf(token, above));
    }
    number += rows.length - 1;
  }
  return { path, lines, pictures };
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading';
}

function picturesOf(token: Token, headings: string[]): Picture[] {
  if (token.type === 'code') return [];
  const markdown = [...token.raw.matchAll(/!\[([^\]\n]*)\]\(([^)\s]+)/g)].map(([, alternative, file]) => `${alternative} ${file}`);
  const html = [...token.raw.matchAll(/<img\b[^>\n]*/gi)].map(([tag]) => tag.slice(0, 300));
  return [...markdown, ...html].map((caption) => ({ headings, caption }));
}
