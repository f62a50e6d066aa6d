import type { ReportDocument, ReportLine } from './document.ts';

export interface PortFact {
  port: number;
  protocol: 'tcp' | 'udp';
  line: ReportLine;
  /** True where it comes from a tool's own row (ss, netstat, lsof), which claims that the socket was there. */
  pasted: boolean;
}

// Names that ss prints for ports where -n is left out (services(5)).
const portNames: Record<string, number> = { ssh: 22, domain: 53, http: 80, https: 443, postgresql: 5432, redis: 6379, 'http-alt': 8080 };

/** The listening sockets that a report lists, pasted or in words. Firewall rules are no listeners. */
export function listenerFacts(report: ReportDocument): PortFact[] {
  return report.lines.flatMap((line) => {
    const pasted = pastedSocket(line);
    if (pasted !== undefined) return pasted;
    return isAboutFirewall(line) ? [] : portsInWords(line).map((port) => ({ port, protocol: 'tcp' as const, line, pasted: false }));
  });
}

/** A row of `ss -tulpn`, `netstat -tulpn` or `lsof -i`; undefined where the line is none. */
function pastedSocket(line: ReportLine): PortFact[] | undefined {
  if (!/\b(LISTEN|UNCONN)\b/.test(line.text) && !/^[\s|>]*(tcp|udp)6?\s+\d+\s+\d+\s/.test(line.text)) return undefined;
  const [, name = ''] = /(?:[\d.\]*%a-z]|^|\s|:):(\d+|[a-z][a-z-]+)(?=\s|\)|\||$)/i.exec(line.text) ?? [];
  const port = portNames[name] ?? Number(name);
  const protocol = /\budp|\bUNCONN\b/i.test(line.text) ? 'udp' : 'tcp';
  return Number.isInteger(port) && port > 0 ? [{ port, protocol, line, pasted: true }] : undefined;
}

const portWord = /port|puerto|porta|порт|端口|ポート/i;

function portsInWords({ text, tableHeader, headings }: ReportLine): number[] {
  const found = [
    ...text.matchAll(/(?<![\d.])(\d{2,5})\/(?:tcp|udp)\b/gi),
    ...text.matchAll(/(?:port|puerto|porta|порт)[a-zа-я()]*\W{0,6}(\d{2,5})(?![\d.])/gi),
    ...text.matchAll(/(?:\d\.\d{1,3}|[*\]]|localhost|(?<![\d:]):|(?:^|[\s|(`]))(?::)(\d{2,5})(?![\d:.])/g),
  ];
  if (tableHeader !== null && portWord.test(tableHeader)) found.push(...text.matchAll(/(?<![\d.:])(\d{2,5})(?![\d.:%])/g));
  if (portWord.test(headings.join(' ')) || /listen|service|socket|dienst|servi[cz]/i.test(headings.join(' '))) {
    found.push(...text.matchAll(/^\s*(?:[-*+]|\d{1,2}\.)\s+[*_`]*:?(\d{2,5})(?![\d.%])/g));
  }
  return [...new Set(found.map(([, port]) => Number(port)))].filter((port) => port <= 65_535);
}

function isAboutFirewall({ text, headings }: ReportLine): boolean {
  return /\b(ALLOW|DENY|LIMIT|REJECT|ACCEPT|DROP|dport|ufw|iptables|nft)\b/.test(text) || /firewall|ufw|iptables|nftables|pare-feu|cortafuegos/i.test(headings.at(-1) ?? '');
}
