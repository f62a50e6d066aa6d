import type { ReportDocument, ReportLine } from '../lab-report/document.ts';
import { type Conversation, findConversation, type Segment } from './conversation.ts';

export interface TcpdumpText {
  /** The first line of it. */
  line: ReportLine;
  conversation: Conversation | null;
  /** Addresses of its packets, without ports. */
  addresses: string[];
}

// `IP 10.0.0.2.40000 > 10.0.0.3.443: Flags [S], seq 1, …`; with -v checksums stand between, and the line begins with the flow.
const flow = /(?:^|[\s|>])([\w.:-]{3,80}) > ([\w.:-]{3,80}): Flags \[([A-Z.]{1,8})\]/;
const clock = /(?:^|[\s|>])(\d{2}):(\d{2}):(\d{2}(?:\.\d{1,9})?)(?!\d)/;

/** tcpdump's own lines in a report, if it holds any. */
export function tcpdumpText(document: ReportDocument): TcpdumpText | null {
  const segments: Segment[] = [];
  const addresses = new Set<string>();
  let first: ReportLine | null = null;
  let time = 0;
  for (const line of document.lines) {
    const [, hours, minutes, seconds] = clock.exec(line.text) ?? [];
    if (hours !== undefined) time = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    const [, from = '', to = '', flags] = flow.exec(line.text) ?? [];
    if (flags === undefined) continue;
    first ??= line;
    for (const end of [from, to]) addresses.add(end.replace(/\.[\w-]+$/, ''));
    const kind = kindOf(flags);
    if (kind) segments.push({ time, from, to, kind, seq: numberAfter(line.text, 'seq'), ack: numberAfter(line.text, 'ack'), relative: true });
  }
  return first && { line: first, conversation: findConversation(segments), addresses: [...addresses].slice(0, 64) };
}

function kindOf(flags: string): Segment['kind'] | null {
  if (flags.includes('R')) return flags.includes('.') ? 'rst' : null;
  if (flags.includes('S')) return flags.includes('.') ? 'syn-ack' : 'syn';
  return flags.includes('.') ? 'ack' : null;
}

function numberAfter(text: string, word: 'seq' | 'ack'): number | null {
  const [, digits] = new RegExp(String.raw`\b${word} (\d{1,10})`).exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
