import { lexer, type Token, type Tokens, walkTokens } from 'marked';
import { plainText } from '../report/inert.ts';

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

/** Reads a report's Markdown. Text of no structure, or one too deep for the lexer, is lines without headings. */
export function readReport(path: string, text: string): ReportDocument {
  const source = plainText(text);
  const lines: ReportLine[] = [];
  const pictures: Picture[] = [];
  const headings: { depth: number; text: string }[] = [];
  let number = 1;
  for (const token of tokensOf(source)) {
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

function tokensOf(source: string): Token[] {
  try {
    return lexer(source);
  } catch (error) {
    // marked recurses: a report nested a thousand levels deep exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
    return [{ type: 'text', raw: source, text: source }];
  }
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading';
}

function picturesOf(token: Token, headings: string[]): Picture[] {
  const found: Picture[] = [];
  void walkTokens([token], (inner) => {
    if (inner.type === 'image') found.push({ headings, caption: `${inner['text']} ${inner['href']}` });
    else if (inner.type === 'html' && /<img\b/i.test(inner.raw)) found.push({ headings, caption: inner.raw.slice(0, 300) });
  });
  return found;
}
