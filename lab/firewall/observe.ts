import type { Decision } from '#rubric/firewall/decision.ts';
import type { Packet } from '#rubric/firewall/packet.ts';
import { listening } from './arena.ts';
import type { Seen } from './frames.ts';
import { behind } from './pools.ts';

/** What is seen of a packet, in a word or an ICMP answer's type and code. */
export type Outcome = string;

const codes: Record<4 | 6, Record<string, string>> = {
  4: { 'net-unreachable': '3/0', 'no-route': '3/0', 'host-unreachable': '3/1', 'proto-unreachable': '3/2', 'prot-unreachable': '3/2', 'port-unreachable': '3/3', 'net-prohibited': '3/9', 'host-prohibited': '3/10', 'admin-prohibited': '3/13' },
  6: { 'no-route': '1/0', 'admin-prohibited': '1/1', 'addr-unreachable': '1/3', 'host-unreachable': '1/3', 'port-unreachable': '1/4' },
};

/** What must be seen if the decision is right: a closed port answers though the firewall accepts. */
export function expectedOutcome(decision: Decision, packet: Packet): Outcome {
  if (decision.verdict === 'unknown') return 'unknown';
  if (decision.verdict === 'dropped') return 'nothing';
  if (decision.verdict === 'rejected') return decision.rejectWith === 'tcp-reset' ? 'reset' : `icmp ${codes[packet.family][decision.rejectWith ?? ''] ?? decision.rejectWith}`;
  const { address, port } = decision.translatedTo ?? { address: packet.destination, port: packet.port ?? null };
  if (address === behind[packet.family] || packet.protocol.startsWith('icmp') || listening.includes(port ?? 0)) return 'accepted';
  return packet.protocol === 'tcp' ? 'reset' : `icmp ${codes[packet.family]['port-unreachable']}`;
}

/** Whoever was passed on was accepted, whatever was answered then. */
export function observedOutcome(seen: readonly Seen[]): Outcome {
  if (seen.some(({ what }) => what === 'passed-on' || what === 'syn-ack' || what === 'echo')) return 'accepted';
  if (seen.some(({ what }) => what === 'reset')) return 'reset';
  const [answer] = seen;
  return answer?.what === 'icmp' ? `icmp ${answer.type}/${answer.code}` : 'nothing';
}
