import type { ReportDocument, ReportLine } from './document.ts';

/** Counters of an interface as a report shows them. */
export interface CounterFact {
  /** The interface; null where the line and those above it name none. */
  interface: string | null;
  /** Packets and bytes, where they were pasted from `ip -s link`. */
  received: { bytes: number; packets: number } | null;
  sent: { bytes: number; packets: number } | null;
  /** A counter of the driver's, where the line was pasted from `ethtool -S`. */
  driverCounter: { name: string; value: number } | null;
  line: ReportLine;
}

const linkLine = /^[\s>|]*\d+: ([^\s:@]{1,15})(?:@\S+)?: </;
const counterRow = /^[\s>|]*(\d{1,20})\s+(\d{1,20})\s+\d+\s+\d+(?:\s+\d+){1,3}[\s|]*$/;
const errorWord = /errors?\b|dropp?(?:ed|s)?\b|overruns?\b|fehler|verw[oa]rfen|verlust|erreurs?\b|rejet|errores|descartad|ошиб|错误/i;
const sideWord = /\b[rt]x(?![a-z])|receiv|transmit|\bsent\b|empf[aä]ng|gesend|send|packets?\b|paket|paquet|counter|z[aä]hler|statisti|пакет/i;
const amount = /(?<![\d.:])\d{1,15}(?![\d.:])|\b(?:no|none|zero|kein\w*|null|aucune?|ning\w+|sin|нет)\b/i;

/** Pasted from `ip -s link`, `netstat -i`, `ifconfig` or `ethtool -S`, or in words; `names` are the machine's interfaces. */
export function counterFacts(report: ReportDocument, names: readonly string[]): CounterFact[] {
  const facts: CounterFact[] = [];
  let current: string | null = null;
  report.lines.forEach((line, index) => {
    const { text } = line;
    const before = report.lines[index - 1];
    if (before && before.headings.join('\n') !== line.headings.join('\n')) current = null;
    current = linkLine.exec(text)?.[1] ?? /^[\s>|$#]*(?:sudo )?(?:ip -s .*(?:show|dev)|ethtool -S|ifconfig) (\S+)/.exec(text)?.[1] ?? /^(\S{1,15}): flags=/.exec(text)?.[1] ?? current;
    const [, bytes = '', packets = ''] = counterRow.exec(text) ?? [];
    const side = /\b(RX|TX):?\s+bytes/.exec(before?.text ?? '')?.[1];
    if (side !== undefined && bytes !== '') {
      const counters = { bytes: Number(bytes), packets: Number(packets) };
      facts.push({ interface: current, received: side === 'RX' ? counters : null, sent: side === 'TX' ? counters : null, driverCounter: null, line });
      return;
    }
    // netstat -i: Iface MTU RX-OK RX-ERR …
    const row = /^[\s>|]*([a-z][\w.@-]{1,15})\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+/.exec(text);
    if (row && row[1] !== undefined) {
      facts.push({ interface: row[1], received: null, sent: null, driverCounter: null, line });
      return;
    }
    const named = names.find((name) => new RegExp(String.raw`(?<![\w.-])${name.replaceAll(/[^\w]/g, String.raw`\$&`)}(?![\w-])`).test(`${text} ${line.headings.at(-1) ?? ''}`));
    const ethtool = /^[\s>|]*((?:rx|tx)\w*(?:_(?:errors?|drop\w*|packets|bytes|missed\w*|fifo\w*|crc\w*|xdp\w*))\w*): (\d{1,20})\s*$/.exec(text);
    const inWords = errorWord.test(text) && amount.test(text) && (sideWord.test(text) || sideWord.test(line.tableHeader ?? '') || named !== undefined);
    // A table's own row counts by its header.
    const inTable = line.tableHeader !== null && errorWord.test(line.tableHeader) && /\|\s*\d+\s*\|/.test(text);
    const isHeader = /\bRX:?\s+bytes|\bTX:?\s+bytes|Iface\b/.test(text);
    const driverCounter = ethtool ? { name: ethtool[1] ?? '', value: Number(ethtool[2]) } : null;
    if ((ethtool || inWords || inTable) && !isHeader) facts.push({ interface: named ?? current, received: null, sent: null, driverCounter, line });
  });
  return facts;
}
