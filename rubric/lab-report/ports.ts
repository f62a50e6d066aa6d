import type { ReportDocument, ReportLine } from './document.ts';

export interface PortFact {
  port: number;
  protocol: 'tcp' | 'udp';
  line: ReportLine;
  /** True where it comes from a tool's own row (ss, netstat, lsof), which claims that the socket was there. */
  pasted: boolean;
  /** True where it is pasted, or a line in words says of it that it listens. */
  claimed: boolean;
}

// Names that ss prints for ports where -n is left out (services(5)).
const portNames: Record<string, number> = { ssh: 22, domain: 53, http: 80, https: 443, postgresql: 5432, redis: 6379, 'http-alt': 8080 };

/** The listening sockets that a report lists, pasted or in words. Firewall rules are no listeners. */
export function listenerFacts(report: ReportDocument): PortFact[] {
  let introduction = '';
  return report.lines.flatMap((line) => {
    const pasted = pastedSocket(line);
    if (pasted !== undefined) return pasted;
    if (!listItem.test(line.text)) introduction = line.text;
    if (isAboutFirewall(line) || connectionTest.test(line.text)) return [];
    const claimed = listenWord.test(line.text) && !denial.test(line.text);
    return portsInWords(line, introduction).map((port) => ({ port, protocol: 'tcp' as const, line, pasted: false, claimed }));
  });
}

/** A row of `ss -tulpn`, `netstat -tulpn` or `lsof -i`; undefined where the line is none. */
function pastedSocket(line: ReportLine): PortFact[] | undefined {
  if (!/\b(LISTEN|UNCONN)\b/.test(line.text) && !/^[\s|>]*(tcp|udp)6?\s+\d+\s+\d+\s/.test(line.text)) return undefined;
  const [, name = ''] = /(?:[\d.\]*%a-z]|^|\s|:):(\d+|[a-z][a-z-]+)(?=\s|\)|\||$)/i.exec(line.text) ?? [];
  const port = portNames[name] ?? Number(name);
  const protocol = /\budp|\bUNCONN\b/i.test(line.text) ? 'udp' : 'tcp';
  return Number.isInteger(port) && port > 0 ? [{ port, protocol, line, pasted: true, claimed: true }] : undefined;
}

// In the languages of many reports; whole words, since a report is no port.
const portWord = /(?<!\p{L})(?:tcp-?)?(?:ports?|portnummern?|puertos?|port[ae]|порт\p{L}*)(?!\p{L})|端口|ポート/iu;
const listenWord = /listen|lausch|horch|[ée]cout|escuch|ascolt|слуша|监听|リッスン/i;
const serviceWord = /service|socket|dienst|servi[cz]/i;
const denial = /\b(?:not|no|nothing|none|kein\w*|nichts?|aucune?|rien|pas|nada|ning\w+|nessun\w*|niente)\b/i;
// A command, or what nc, curl and telnet say of one connection: a port that was tried is not yet listed.
const connectionTest = /^[\s>|]*(?:\$ |# (?:nc|ncat|curl|telnet) |Connection to \S+ |n(?:c|cat): |curl: |(?:\* +)?(?:Connected to|Trying) \S+)/i;
const listItem = /^\s*(?:[-*+]|\d{1,2}[.)])\s/;

/** `introduction` is the last line that is no list item: what a list is about stands there as often as in a heading. */
function portsInWords({ text, tableHeader, headings }: ReportLine, introduction: string): number[] {
  const found = [
    ...text.matchAll(/(?<![\d.])(\d{2,5})\/(?:tcp|udp)\b/gi),
    ...text.matchAll(/(?:(?<!\p{L})port|puerto|porta|порт)[a-zа-я()]*\W{0,6}(\d{2,5})(?![\d.])/giu),
    ...text.matchAll(/(?:\d\.\d{1,3}|[*\]]|localhost|(?<![\d:]):|(?:^|[\s|(`]))(?::)(\d{2,5})(?![\d:.])/g),
  ];
  const subject = [text, tableHeader ?? '', headings.join(' '), listItem.test(text) ? introduction : ''].join(' ');
  const inList = listItem.test(text) && serviceWord.test(subject);
  if (portWord.test(subject) || listenWord.test(subject) || inList) found.push(...text.matchAll(loneNumber));
  return [...new Set(found.map(([, port]) => Number(port)))].filter((port) => port <= 65_535);
}

// No part of an address, a time, a date, a percentage or a longer word; `22.` may end a sentence.
const loneNumber = /(?<![\p{L}\d_.:/-])(\d{2,5})(?![\p{L}\d_:%-]|[./]\d| ?(?:ms|s|%)(?!\p{L}))/gu;

function isAboutFirewall({ text, headings }: ReportLine): boolean {
  const inWords = /firewall|ufw|iptables|nftables|pare-feu|cortafuegos/i;
  return /\b(ALLOW|DENY|LIMIT|REJECT|ACCEPT|DROP|dport|nft)\b/.test(text) || inWords.test(text) || inWords.test(headings.at(-1) ?? '');
}
