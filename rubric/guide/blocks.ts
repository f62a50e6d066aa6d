import { Lexer, type Token, type Tokens } from 'marked';
import { plainText } from '../report/inert.ts';
import { headingsOfNumbers } from '../report/numbered-headings.ts';

/** One item of a list, its text in one line, and the items below it. */
export interface ListItem {
  text: string;
  task: boolean;
  below: ListItem[];
}

/** A block of a document, with what it stands under. */
export type Block = {
  path: string;
  /** Counted from 1. */
  line: number;
  /** Headings above it, outermost first; a line that is bold as a whole counts as one. */
  headings: readonly string[];
} & (
  | { kind: 'code'; language: string; text: string }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'list'; items: ListItem[] }
  | { kind: 'text'; text: string }
);

/** A picture that a document shows or links to. `file` is as written. */
export interface PictureReference {
  path: string;
  line: number;
  headings: readonly string[];
  caption: string;
  file: string;
}

export interface GuideText {
  path: string;
  blocks: Block[];
  pictures: PictureReference[];
}

// As in lab-report/document.ts: nothing makes the lexer or a pattern take long.
const maxColumns = 1000;
const maxBlocks = 4000;

/** Reads a Markdown document by its blocks. HTML tables and `<pre>` are read as well; other HTML is text, comments are nothing. */
export function readGuide(path: string, text: string): GuideText {
  const source = headingsOfNumbers(plainText(text).split('\n').map((line) => line.slice(0, maxColumns))).join('\n');
  const blocks: Block[] = [];
  const pictures: PictureReference[] = [];
  const headings: { depth: number; text: string }[] = [];
  let line = 1;
  for (const token of new Lexer().blockTokens(source).slice(0, maxBlocks)) {
    const title = headingOf(token);
    if (title) {
      while ((headings.at(-1)?.depth ?? 0) >= title.depth) headings.pop();
      headings.push(title);
    }
    const place = { path, line, headings: headings.map((heading) => heading.text) };
    if (!title) blocks.push(...blocksOf(token).map((block) => ({ ...place, ...block })));
    if (token.type !== 'code') pictures.push(...picturesIn(token.raw).map((picture) => ({ ...place, ...picture })));
    line += token.raw.split('\n').length - 1;
  }
  return { path, blocks, pictures };
}

function headingOf(token: Token): { depth: number; text: string } | null {
  if (token.type === 'heading') return { depth: (token as Tokens.Heading).depth, text: (token as Tokens.Heading).text };
  const bold = token.type === 'paragraph' ? /^(?:\*\*|__)([^*_\n]{1,100})(?:\*\*|__):?\s*$/.exec(token.raw) : null;
  return bold ? { depth: 7, text: bold[1] ?? '' } : null;
}

type Content =
  | { kind: 'code'; language: string; text: string }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'list'; items: ListItem[] }
  | { kind: 'text'; text: string };

function blocksOf(token: Token): Content[] {
  if (token.type === 'code') {
    const { lang, text } = token as Tokens.Code;
    return [{ kind: 'code', language: (lang ?? '').trim().split(/[\s{,]/)[0]?.toLowerCase() ?? '', text }];
  }
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [{ kind: 'table', header: header.map(({ text }) => text), rows: rows.map((row) => row.map(({ text }) => text)) }];
  }
  if (token.type === 'list') {
    const list: Content = { kind: 'list', items: itemsOf(token as Tokens.List, 0) };
    return [list, ...(token as Tokens.List).items.slice(0, 200).flatMap(({ tokens }) => tokens.filter(({ type }) => type === 'code' || type === 'table').flatMap(blocksOf))];
  }
  if (token.type === 'html') return htmlBlocks(token.raw);
  if (token.type === 'blockquote' && token.raw.length < 20_000) return ((token as Tokens.Blockquote).tokens ?? []).filter(({ type }) => type !== 'blockquote').flatMap(blocksOf);
  return token.type === 'space' || token.type === 'hr' ? [] : [{ kind: 'text', text: token.raw }];
}

function itemsOf(list: Tokens.List, depth: number): ListItem[] {
  return list.items.slice(0, 200).map((item) => {
    const lists = depth < 6 ? item.tokens.filter((token): token is Tokens.List => token.type === 'list') : [];
    const own = item.tokens.filter(({ type }) => type !== 'list').map(({ raw }) => raw).join(' ');
    return { text: own.replaceAll(/\s+/g, ' ').trim(), task: item.task, below: lists.flatMap((below) => itemsOf(below, depth + 1)) };
  });
}

function htmlBlocks(html: string): Content[] {
  if (html.startsWith('<!--')) return [];
  const tables = html.split(/<table\b/i).slice(1).map((part): Content => {
    const rows = part.split(/<tr\b/i).slice(1).map((row) => row.split(/<t[dh]\b/i).slice(1).map(cellText));
    return { kind: 'table', header: rows[0] ?? [], rows: rows.slice(1) };
  });
  const pre = html.split(/<pre\b[^>]*>/i).slice(1).map((part): Content => ({ kind: 'code', language: '', text: untagged(part.split(/<\/pre>/i)[0] ?? '') }));
  return tables.length + pre.length > 0 ? [...tables, ...pre] : [{ kind: 'text', text: untagged(html) }];
}

function cellText(cell: string): string {
  return untagged(cell.slice(cell.indexOf('>') + 1).split(/<\/t[dhr]/i)[0] ?? '').trim();
}

function untagged(html: string): string {
  return html.replaceAll(/<[^<>]{0,300}>/g, ' ').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

function picturesIn(raw: string): { caption: string; file: string }[] {
  const shown = [...raw.matchAll(/!?\[([^\]\n]{0,300})\]\(<?([^)\s>]{1,300})/g)].map(([, caption = '', file = '']) => ({ caption, file }));
  const html = [...raw.matchAll(/<img\b[^>\n]{0,300}/gi)].map(([tag]) => ({ caption: tag, file: /\bsrc=["']?([^"'\s>]{1,300})/i.exec(tag)?.[1] ?? '' }));
  return [...shown, ...html].filter(({ file }) => /\.(?:png|jpe?g|gif|svg|webp|bmp|pdf)$/i.test(file));
}
