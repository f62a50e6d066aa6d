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

/** What the report says of the firewall's rules for these ports. */
export function firewallRules(report: ReportDocument, ports: readonly number[]): RuleWords {
  const words: RuleWords = { explained: [], pasted: [] };
  for (const line of report.lines) {
    const named = portsOf(line.text, ports);
    if (named.length === 0) continue;
    if (toolLine.test(line.text)) words.pasted.push(...named.map((port) => ({ port, line })));
    else if (isExplanation(line)) words.explained.push(...named.map((port) => ({ port, line })));
  }
  return words;
}

/** A line of some length about a verdict, in a place about the firewall or itself about it. */
function isExplanation({ text, headings, tableHeader }: ReportLine): boolean {
  const about = firewallWord.test(text) || headings.some((heading) => firewallWord.test(heading));
  const verdict = verdictWord.test(text) || verdictWord.test(headings.at(-1) ?? '') || verdictWord.test(tableHeader ?? '');
  return about && verdict && (text.match(/\p{L}{2,}/gu) ?? []).length >= 4;
}

function portsOf(text: string, ports: readonly number[]): number[] {
  const numbers = [...text.matchAll(/(?<![\d.:])\d{2,5}(?![\d.]\d|\d)/g)].map(([port]) => Number(port));
  const called = names.filter(([name]) => name.test(text)).map(([, port]) => port);
  return [...new Set([...numbers, ...called])].filter((port) => ports.includes(port));
}
