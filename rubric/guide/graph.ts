/** A drawing as a graph: enough of it to tell a diagram from a word in a box. */
export interface Graph {
  /** Names of what is drawn, in any spelling. */
  names: string[];
  edges: number;
  /** Points at which somebody has to decide: a diamond, a question, an edge that says yes or no. */
  decisions: number;
}

/** Words by which a branch is told, in the languages of many reports. */
export const branchWord =
  /(?<!\p{L})(?:yes|no|ja|nein|oui|non|s[íi]|если|да|нет|tak|nie|ano|ne|sim|não|if|else|wenn|falls|sonst|si|sinon|sino|ok|okay|fail(?:s|ed|ure)?|success(?:ful)?|pass(?:es)?|works?|open|closed|refused|timeout|reachable|unreachable)(?!\p{L})|是|否|はい|いいえ|如果/giu;
const question = /[?？]/;

/** Languages of fenced blocks that hold a drawing as text. */
export function isDrawingLanguage(language: string, text: string): boolean {
  return (
    /^(?:mermaid|dot|graphviz|plantuml|puml|uml|d2|flow)$/.test(language) ||
    /^\s*(?:(?:graph|flowchart)\s+(?:TB|TD|BT|RL|LR)\b|@startuml|(?:di)?graph\s*\w*\s*\{|architecture-beta|C4\w+\s*$|stateDiagram|block-beta|mindmap\s*$)/m.test(text.slice(0, 300))
  );
}

/** Reads Mermaid (flowcharts and what is written alike), Graphviz, PlantUML and D2. Linear in the text. */
export function readDrawing(text: string): Graph {
  const names = new Map<string, string>();
  const outgoing = new Map<string, Set<string>>();
  let edges = 0;
  let decisions = 0;
  const mindmap = /^\s*mindmap\s*$/m.test(text);
  for (const raw of text.split(/[\n;]/).slice(0, 1000)) {
    const line = raw.split('%%')[0]?.trim() ?? '';
    if (/^(?:graph|flowchart|subgraph|end|style|classDef|class|linkStyle|click|direction|digraph|title|skinparam|@|accTitle|accDescr|rankdir|node\b|edge\b|[}\]]|---\s*$|mindmap|C4\w+$|architecture-beta|stateDiagram|sequenceDiagram|block-beta)/.test(line) || line === '') continue;
    const relation = /^(?:Bi)?Rel\w*\(\s*(\w+)\s*,\s*(\w+)/.exec(line);
    const declared = /^(?:Person|System|Container|Component|Node|Deployment_Node)\w*\(\s*(\w+)\s*,\s*"([^"]*)"|^(?:service|group|participant|actor|component|database|cloud|rectangle)\s+"?([\w-]+)/.exec(line);
    if (declared && !relation) {
      names.set(declared[1] ?? declared[3] ?? '', declared[2] ?? declared[3] ?? '');
      continue;
    }
    const sides = relation ? [relation[1] ?? '', relation[2] ?? ''] : sidesOf(line);
    const ends = sides.map((side) => side.split(/\s&\s/).map((node) => readNode(node)));
    for (const node of ends.flat()) {
      if (node.id === '') continue;
      if (node.label !== '' || !names.has(node.id)) names.set(node.id, node.label || node.id);
      if (node.diamond) decisions++;
    }
    for (let index = 1; index < ends.length; index++) {
      for (const from of ends[index - 1] ?? []) {
        for (const to of ends[index] ?? []) {
          if (from.id === '' || to.id === '' || from.id === to.id) continue;
          edges++;
          outgoing.set(from.id, (outgoing.get(from.id) ?? new Set()).add(to.id));
        }
      }
    }
  }
  if (mindmap) edges = names.size - 1;
  const asked = [...outgoing].filter(([id, to]) => to.size >= 2 && question.test(names.get(id) ?? '')).length;
  const answered = [...text.matchAll(branchWord)].length >= 2 && [...outgoing.values()].some((to) => to.size >= 2) ? edgeLabels(text) : 0;
  return { names: [...names.values()], edges: Math.max(0, edges), decisions: Math.max(decisions, asked, answered) };
}

/** Edges that bear a yes or no of some kind: `-->|no|`, `-- no -->`, `[label="no"]`, `: no`. */
function edgeLabels(text: string): number {
  const labels = [...text.matchAll(/\|([^|\n]{1,40})\||--\s+([^->\n]{1,40}?)\s*--|label\s*=\s*"([^"\n]{1,40})"|:\s*(\S[^\n]{0,30})$/gm)].map(([, a, b, c, d]) => a ?? b ?? c ?? d ?? '');
  const answers = labels.filter((label) => label.search(branchWord) !== -1).length;
  return answers >= 2 ? Math.floor(answers / 2) : 0;
}

const arrow = /(?:(?<=\s)[ox]|<)?(?:-{2,}|={2,}|-\.+-|->|~>)(?:>|[ox](?=\s))?/;

/** The nodes of a chain of edges, with labels of edges gone. */
function sidesOf(line: string): string[] {
  const hidden: string[] = [];
  const put = (text: string) => `\uE000${hidden.push(text) - 1}\uE001`;
  // What stands in quotes or brackets may hold anything: it is put aside first.
  const bare = line
    .replaceAll(/[\uE000\uE001]/g, '')
    .replaceAll(/"[^"]*"/g, put)
    .replaceAll(/\|[^|]*\|/g, ' ')
    .replaceAll(/[[({]{1,2}[^\][(){}]*[\])}]{1,2}/g, put)
    .replaceAll(/(?<![-=.<])(?:--|==|-\.)[^-=.>]+(?:--+>?|==+>?|\.->?)/g, '-->')
    .replaceAll(/:[LRTB]\b|\b[LRTB]:/g, '');
  // Twice: quotes stand in brackets.
  const shown = (text: string): string => text.replaceAll(/\uE000(\d+)\uE001/g, (_, index: string) => hidden[Number(index)] ?? '');
  return bare.split(arrow).map((side) => shown(shown(side)).trim());
}

function readNode(text: string): { id: string; label: string; diamond: boolean } {
  const cut = text.search(/[[({]/);
  const id = (cut === -1 ? text : text.slice(0, cut)).split(':::', 1)[0]?.replaceAll(/["@]/g, '').trim() ?? '';
  const shape = cut === -1 ? '' : text.slice(cut).split(':::', 1)[0] ?? '';
  const label = shape.replaceAll(/["[\](){}/\\]/g, ' ').trim();
  return { id: /[\p{L}\p{N}]/u.test(id) ? id : '', label, diamond: /^\{[^{]/.test(shape) };
}
