import type { PortState } from '../../evidence.ts';
import type { Decision, FinalVerdict } from '../../firewall/decision.ts';
import { kindOfAddress } from '../../network/address.ts';
import { placeOfRule, type Situation } from './situation.ts';

/** What the worker may see of a port by the machine's own word; null where that word decides nothing. */
export function predicted(situation: Situation, port: number): { states: PortState[]; decision: Decision } | null {
  if (situation.worker === null) return null;
  const decision = situation.ask(situation.worker, port);
  if (decision.verdict === 'unknown') return null;
  const usual = decision.verdict === 'limited' ? 'accepted' : decision.verdict;
  const states = [...statesOf(usual, decision, situation, port), ...(decision.rate ? statesOf(decision.rate.beyond.verdict, decision, situation, port) : [])];
  return { states: [...new Set(states)], decision };
}

function statesOf(verdict: FinalVerdict, { rejectWith, translatedTo }: Decision, { listeners, address }: Situation, port: number): PortState[] {
  if (verdict === 'unknown') return ['open', 'closed', 'filtered'];
  if (verdict === 'dropped') return ['filtered'];
  // ICMP port unreachable refuses a connection just as a reset does (icmp(7)); where the answer is not known, either may come.
  if (verdict === 'rejected') return rejectWith === undefined ? ['closed', 'filtered'] : ['tcp-reset', 'port-unreachable'].includes(rejectWith) ? ['closed'] : ['filtered'];
  if (translatedTo !== undefined || listeners === null) return ['open', 'closed', 'filtered'];
  const held = listeners.filter((one) => one.protocol === 'tcp' && one.port === port).map((one) => one.address);
  if (held.some((one) => one === '0.0.0.0' || one === '::' || one === address)) return ['open'];
  return held.some((one) => kindOfAddress(one) !== 'loopback') ? ['open', 'closed'] : ['closed'];
}

/** Where what the worker saw of these ports cannot be by the machine's own word: a sentence with both sides, else null. */
export function contradictionAt(situation: Situation, ports: readonly number[]): string | null {
  const found = situation.witness.flatMap(({ port, state }) => {
    const prediction = ports.includes(port) ? predicted(situation, port) : null;
    if (prediction === null || prediction.states.includes(state)) return [];
    const rule = placeOfRule(prediction.decision);
    const between = state === 'filtered' ? '; something between the two may filter it' : '';
    return [`by the machine’s own rules and sockets port ${port} must be ${prediction.states.join(' or ')} for the grader${rule ? ` (${rule})` : ''}, and the grader found it ${state}${between}`];
  });
  return found.length === 0 ? null : found.join('; ');
}
