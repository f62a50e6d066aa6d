/** A TCP segment as a capture file or tcpdump's text tells it. */
export interface Segment {
  time: number;
  /** `10.0.0.2.40000`, as tcpdump writes address and port. */
  from: string;
  to: string;
  kind: 'syn' | 'syn-ack' | 'ack' | 'rst';
  seq: number | null;
  ack: number | null;
  /** True where numbers may count from the beginning of the connection, as tcpdump's text does. */
  relative: boolean;
}

export interface Conversation {
  kind: 'handshake' | 'refused' | 'retransmitted';
  from: string;
  to: string;
  /** When its segments were seen, in seconds. */
  times: number[];
}

interface Attempt {
  syn: Segment;
  answer: Segment | null;
}

/**
 * The first connection that was made (SYN, SYN-ACK, ACK), else one that was refused (RST that acknowledges the SYN), else one
 * whose SYN was sent again half a second later or more; null where there is none. RFC 9293 §3.5: every answer
 * acknowledges the sequence number before it plus one. Copies of one packet seen on two interfaces are no second try.
 */
export function findConversation(segments: readonly Segment[]): Conversation | null {
  const attempts = new Map<string, Attempt>();
  let lesser: Conversation | null = null;
  for (const segment of segments) {
    const { from, to } = segment;
    const own = attempts.get(`${from} ${to}`);
    const asked = attempts.get(`${to} ${from}`);
    if (segment.kind === 'syn') {
      if (own && own.syn.seq === segment.seq) {
        if (segment.time - own.syn.time >= 0.5) lesser ??= { kind: 'retransmitted', from, to, times: [own.syn.time, segment.time] };
      } else {
        attempts.set(`${from} ${to}`, { syn: segment, answer: null });
      }
    } else if (segment.kind === 'syn-ack' && asked && acknowledges(segment, asked.syn)) {
      asked.answer ??= segment;
    } else if (segment.kind === 'rst' && asked && asked.answer === null && acknowledges(segment, asked.syn)) {
      const refused: Conversation = { kind: 'refused', from: to, to: from, times: [asked.syn.time, segment.time] };
      if (lesser?.kind !== 'refused') lesser = refused;
    } else if (segment.kind === 'ack' && own?.answer && acknowledges(segment, own.answer)) {
      return { kind: 'handshake', from, to, times: [own.syn.time, own.answer.time, segment.time] };
    }
  }
  return lesser;
}

function acknowledges({ ack, relative }: Segment, { seq }: Segment): boolean {
  if (ack === null || seq === null) return false;
  return ack === (seq + 1) % 2 ** 32 || (relative && ack === 1);
}
