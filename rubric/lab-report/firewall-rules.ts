import type { ReportDocument, ReportLine } from './document.ts';

export interface RuleWords {
  /** Ports of the platform of which a sentence, a list item or a table row says what the firewall does, and why. */
  explained: { port: number; line: ReportLine }[];
  /** Ports in pasted rules or commands, which show rules and explain none. */
  pasted: { port: number; line: ReportLine }[];
}

const firewallWord = /firewall|ufw|iptables|nftables|netfilter|pare-feu|cortafuegos|brandmauer|task[ _-]?3\b/i;
const verdictWord =
  /\b(?:allow|deny|den(?:y|ied)|limit|reject|accept|drop|block|open|clos|restrict|permit|expos|filter|rate)\w*|erlaub|offen|gesperrt|geschlossen|blockier|beschränk|zugelassen|autoris|ouvert|ferm|abiert|cerrad|permit|limitad/i;
/** Rows of `ufw status`, rules of iptables and nft, and commands: what tools print or are told. */
const toolLine =
  /^[\s>|$#]*(?:\[ *\d+\] )?(?:(?:\d{2,5}(?:\/(?:tcp|udp))?(?: \(v6\))?|Anywhere|[\d./]+ \d+(?:\/tcp)?)\s+(?:ALLOW|DENY|LIMIT|REJECT)\b|-[AIPN] \w|(?:sudo )?(?:ufw|iptables|ip6tables|nft|netfilter-persistent)\s|(?:tcp|udp) dport|.*\b(?:dpt|dports):?\s*\d|\d+\s+(?:ACCEPT|DROP|REJECT|LOG)\b|.*\bcounter\b|.*; policy |(?:ip6? [sd]addr|tcp|udp|iif\w*|meta|ct|elements|set|chain) \S+ .*(?:accept|drop|reject|jump|[={]))/;
/** Names by which a line may mean a port. */
const names: readonly [RegExp, number][] = [
  [/\bssh\b/i, 22],
  [/\bprometheus\b/i, 9090],
  [/\bgrafana\b/i, 3000],
  [/\bpostgres\w*/i, 5432],
  [/\bredis\b/i, 6379],
];

/** Of what a table or a section says under it, it says why. */
const reasonWord = /\b(?:why|reason|purpose|explanation|explained|rationale)\b|warum|wozu|grund|zweck|erklär|erläuter|pourquoi|raison|explicaci|motivo|почему|объясн|原因|理由/i;
/** A line that begins or ends nothing but itself: no neighbour belongs to its sentence. */
const standsAlone = /^\s*(?:[-*+|>#`$]|\d{1,2}[.)]\s)|^(?: {4}|\t)/;

/** What the report says of the firewall's rules for these ports. */
export function firewallRules(report: ReportDocument, ports: readonly number[]): RuleWords {
  const words: RuleWords = { explained: [], pasted: [] };
  for (const [index, line] of report.lines.entries()) {
    const named = portsOf(line.text, ports);
    if (named.length === 0) continue;
    if (isPasted(line)) words.pasted.push(...named.map((port) => ({ port, line })));
    else if (isExplanation(line, sentenceAround(report.lines, index))) words.explained.push(...named.map((port) => ({ port, line })));
  }
  return words;
}

/** In a table of Markdown's, which no tool prints, a rule in one cell may be explained by the next. */
function isPasted({ text, tableHeader }: ReportLine): boolean {
  if (tableHeader === null) return toolLine.test(text);
  return text.split('|').every((cell) => toolLine.test(cell.replaceAll('`', '')) || !/\p{L}{2,}/u.test(cell));
}

/** A line of some length about a verdict, in a place about the firewall or itself about it. */
function isExplanation({ text, headings, tableHeader }: ReportLine, sentence: string): boolean {
  const about = firewallWord.test(text) || headings.some((heading) => firewallWord.test(heading));
  const above = [headings.at(-1) ?? '', tableHeader ?? ''];
  const verdict = verdictWord.test(sentence) || above.some((words) => verdictWord.test(words) || (firewallWord.test(headings.join(' ')) && reasonWord.test(words)));
  return about && verdict && (text.match(/\p{L}{2,}/gu) ?? []).length >= 4;
}

/** A line with its neighbours, where prose is broken over several. */
function sentenceAround(lines: readonly ReportLine[], index: number): string {
  const line = lines[index];
  if (!line || standsAlone.test(line.text)) return line?.text ?? '';
  const near = [lines[index - 1], line, lines[index + 1]].filter((other) => other !== undefined && Math.abs(other.number - line.number) <= 1 && !standsAlone.test(other.text));
  return near.map((other) => other?.text ?? '').join(' ');
}

function portsOf(text: string, ports: readonly number[]): number[] {
  const numbers = [...text.matchAll(/(?<![\d.:])\d{2,5}(?![\d.]\d|\d)/g)].map(([port]) => Number(port));
  const called = names.filter(([name]) => name.test(text)).map(([, port]) => port);
  return [...new Set([...numbers, ...called])].filter((port) => ports.includes(port));
}
