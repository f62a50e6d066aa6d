import { readCaptureFile } from './capture-file.ts';
import { type Conversation, findConversation, type Segment } from './conversation.ts';
import { type Packet, readPacket } from './packet.ts';

export interface Capture {
  packets: number;
  tcpPackets: number;
  conversation: Conversation | null;
  /** Addresses of its packets, each once, at most 64. */
  addresses: string[];
  /** What no real capture shows, in clauses. */
  oddities: string[];
}

const maxAddresses = 64;
/** 2000-01-01: before it no machine of today captured anything. */
const earliest = 946_684_800;

/** What a capture's bytes hold; null where they are no capture. `writtenAt`: the file's own time in seconds, null: unknown. */
export function readCapture(bytes: Buffer, writtenAt: number | null): Capture | null {
  const frames = readCaptureFile(bytes);
  if (!frames) return null;
  const packets = frames.flatMap((frame) => readPacket(frame) ?? []);
  const addresses = new Set<string>();
  for (const { source, target } of packets) {
    if (addresses.size + 2 <= maxAddresses) addresses.add(source).add(target);
  }
  const conversation = findConversation(packets.flatMap((packet) => segmentOf(packet) ?? []));
  const tcpPackets = packets.filter(({ tcp }) => tcp).length;
  return { packets: packets.length, tcpPackets, conversation, addresses: [...addresses], oddities: odditiesOf(packets, conversation, writtenAt) };
}

function segmentOf({ time, source, target, tcp }: Packet): Segment | null {
  if (!tcp) return null;
  const { syn, acknowledges, rst, seq, ack } = tcp;
  const kind = rst ? 'rst' : syn ? (acknowledges ? 'syn-ack' : 'syn') : 'ack';
  if (kind === 'rst' && !acknowledges) return null;
  return { time, from: `${source}.${tcp.sourcePort}`, to: `${target}.${tcp.targetPort}`, kind, seq, ack, relative: false };
}

function odditiesOf(packets: Packet[], conversation: Conversation | null, writtenAt: number | null): string[] {
  const odd: string[] = [];
  const headers = packets.flatMap(({ headerChecksumRight }) => headerChecksumRight ?? []);
  if (headers.length > 1 && !headers.includes(true)) odd.push('no IP header in it has the right checksum');
  const tcp = packets.flatMap((packet) => packet.tcp ?? []);
  if (tcp.length > 1 && tcp.every(({ checksum }) => checksum === 0)) odd.push('all of its TCP checksums are zero');
  const times = conversation?.times ?? [];
  if (times.length > 1 && new Set(times).size === 1) odd.push('the packets of its connection all have the same time');
  if (times.some((time, index) => time < (times[index - 1] ?? time))) odd.push('answers in it come before their questions');
  if (packets.some(({ time }) => time < earliest)) odd.push('packets in it are from before the year 2000');
  const latest = packets.reduce((last, { time }) => Math.max(last, time), 0);
  if (writtenAt !== null && latest > writtenAt + 86_400) odd.push('packets in it are younger than the file');
  return odd;
}
