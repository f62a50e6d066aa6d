import type { Block, PictureReference } from './blocks.ts';
import type { Guide } from './documents.ts';
import { readAsciiArt } from './ascii-art.ts';
import { branchWord, type Graph, isDrawingLanguage, readDrawing } from './graph.ts';
import { decisionWord, topologyWord } from './text.ts';

/** Something drawn: as text, or a picture, whose content nobody but the reader knows. */
export interface Diagram {
  path: string;
  line: number;
  form: 'Mermaid or another drawing language' | 'characters' | 'a list' | 'a picture';
  serves: 'topology' | 'decisions';
  what: string;
}

export interface Diagrams {
  diagrams: Diagram[];
  /** Pictures that the texts name and that are not among the deliverables. */
  missing: PictureReference[];
}

const smallestPicture = 60;

/** All diagrams of a guide, each for one purpose: where there are decisions to take it is a tree, else a topology. */
export function diagramsOf(guide: Guide): Diagrams {
  const drawn = guide.texts.flatMap(({ blocks }) => blocks.flatMap((block) => drawnIn(block)));
  const pictures = guide.texts.flatMap((text) => text.pictures);
  const there = pictures.filter((picture) => exists(picture, guide));
  return {
    diagrams: [...drawn, ...there.flatMap(asPicture)],
    missing: pictures.filter((picture) => !there.includes(picture)),
  };
}

function drawnIn(block: Block): Diagram[] {
  const { path, line } = block;
  if (block.kind === 'list') {
    const branches = branchesOf(block);
    return branches >= 2 ? [{ path, line, form: 'a list', serves: 'decisions', what: `${branches} branches` }] : [];
  }
  if (block.kind !== 'code') return [];
  const language = isDrawingLanguage(block.language, block.text);
  const graph = language ? readDrawing(block.text) : readAsciiArt(block.text);
  if (!graph || graph.names.length < 3 || graph.edges < 2) return [];
  const serves = purposeOf(graph, block.headings);
  const form = language ? 'Mermaid or another drawing language' : 'characters';
  return [{ path, line, form, serves, what: `${graph.names.length} names, ${graph.edges} lines` }];
}

/** The nearest heading speaks first where it says one thing alone, else whether anything is decided. */
function purposeOf({ decisions, edges }: Graph, headings: readonly string[]): Diagram['serves'] {
  const nearest = headings.at(-1) ?? '';
  const tree = decisionWord.test(nearest);
  const topology = topologyWord.test(nearest);
  if (topology && !tree) return 'topology';
  if (decisions > 0) return 'decisions';
  return tree && !topology && edges >= 3 ? 'decisions' : 'topology';
}

/** Points of a list at which somebody decides: items that say yes, no or if, and questions with several answers below. */
function branchesOf(block: Block & { kind: 'list' }): number {
  const heading = block.headings.some((text) => decisionWord.test(text));
  const walk = (items: typeof block.items, depth: number): { answers: number; questions: number; depth: number } =>
    items.reduce(
      (sum, { text, below }) => {
        const inner = walk(below, depth + 1);
        return {
          answers: sum.answers + inner.answers + (/^[\W_]*(?:if\b|wenn\b|falls\b|si\b|если)/i.test(text) || startsWithAnswer(text) || /(?:→|->|=>)/.test(text) ? 1 : 0),
          questions: sum.questions + inner.questions + (/[?？]/.test(text) && (below.length >= 2 || depth > 0) ? 1 : 0),
          depth: Math.max(sum.depth, inner.depth),
        };
      },
      { answers: 0, questions: 0, depth },
    );
  const { answers, questions, depth } = walk(block.items, 0);
  if (depth > 0 || heading) return answers >= 2 && (depth > 0 || answers >= 3) ? answers : depth > 0 && questions >= 1 ? questions + 1 : 0;
  return 0;
}

function startsWithAnswer(text: string): boolean {
  return text.replace(/^[\W_]+/u, '').slice(0, 40).search(branchWord) === 0 || text.search(/^[\W_]*[是否]/u) === 0;
}

function asPicture({ path, line, headings, caption, file }: PictureReference): Diagram[] {
  const own = `${caption} ${file}`;
  const nearest = headings.at(-1) ?? '';
  const tree = decisionWord.test(own) || (decisionWord.test(nearest) && !topologyWord.test(own));
  const topology = topologyWord.test(own) || topologyWord.test(nearest);
  if (!tree && !topology) return [];
  return [{ path, line, form: 'a picture', serves: tree && !(topologyWord.test(own) && !decisionWord.test(own)) ? 'decisions' : 'topology', what: file }];
}

/** By its path from the text, or by its name anywhere among the deliverables. */
function exists({ path, file }: PictureReference, { images }: Guide): boolean {
  if (/^[a-z]+:/i.test(file)) return false;
  const name = decodeURIComponentSafely(file).split('/').at(-1)?.toLowerCase();
  const archived = path.startsWith('archive:');
  return images.some((image) => image.bytes >= smallestPicture && image.path.startsWith('archive:') === archived && image.path.split('/').at(-1)?.toLowerCase() === name);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
