import { branchWord, type Graph } from './graph.ts';

const connector = /[│┌┐└┘├┤┬┴┼─═║╔╗╚╝╠╣╦╩╬╭╮╰╯▼▲►◄▶◀→←↓↑↔⇒⇔]|<?-{2,}>?|={2,}>?|->|<-|=>|\+/u;
const fileName = /\.(?:md|sh|txt|conf|ya?ml|png|svg|jpe?g|rules|json|py|log|pcap)\b|\/$|^\.$/i;
const prompt = /^\s*(?:[\w.@~:/-]*[$#]\s+\S|sudo\s)/;

/** A drawing of characters as a graph; null where the block is none: a listing of files, pasted output, a table. */
export function readAsciiArt(text: string): Graph | null {
  const lines = text.split('\n').slice(0, 300);
  if (lines.some((line) => prompt.test(line))) return null;
  const names = new Set<string>();
  let edges = 0;
  let drawn = 0;
  for (const line of lines) {
    const lone = /^[\s|v^V/\\│▼▲↓↑+]+$/u.test(line) && line.trim() !== '';
    const parts = line.split(new RegExp(`(?:${connector.source}|\\||(?<=\\s)[v^/\\\\](?=\\s|$)|^[\\s]*[v^](?=\\s|$))+`, 'u'));
    if (parts.length > 1 || lone) drawn++;
    edges += lone ? 1 : countEdges(line);
    for (const part of parts) {
      const name = part.replaceAll(/^[\s[({<*·•-]+|[\s\])}>:]+$/g, '');
      if (/\p{L}{2}/u.test(name)) names.add(name.toLowerCase());
    }
  }
  const files = [...names].filter((name) => fileName.test(name.split(/\s+#|\s{2,}/)[0] ?? '')).length;
  const boxes = (text.match(/[┌╔╭]/g)?.length ?? 0) + Math.floor((text.match(/\+-{2,}/g)?.length ?? 0) / 2);
  if (boxes >= 3) edges = Math.max(edges, 2);
  if ((drawn < 2 && edges < 2) || files * 2 >= names.size) return null;
  const questions = lines.filter((line) => /[?？]/.test(line)).length;
  const answers = [...text.matchAll(branchWord)].length;
  return { names: [...names], edges, decisions: questions > 0 || answers >= 2 ? Math.max(Math.min(questions, edges), answers >= 2 ? Math.floor(answers / 2) : 0) : 0 };
}

/** Arrows and branches of one line; the sides of a box are none. */
function countEdges(line: string): number {
  const arrows = line.match(/<?-{1,}>|<-{1,}|={2,}>|[→←↔⇒►▶◄◀▼▲↓↑]|[├└]|(?<=[\p{L}\])\d]\s?)-{2,}(?=\s?[\p{L}[(])|[┬┴┼]/gu);
  // `|- no`, `+-- yes` and "`- else": a branch as tree(1) draws it without Unicode. Corners of boxes have no words behind.
  const branch = /^[\s|]*[|+`\\]-+>?\s?[\p{L}[("]/u.test(line) && !arrows ? 1 : 0;
  return (arrows?.length ?? 0) + branch;
}
