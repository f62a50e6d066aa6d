import { addressNumber, addressText } from './address.ts';
import type { Decision, FinalVerdict, Rate, RuleReference } from './decision.ts';
import type { Flow, Run } from './flow.ts';
import { addressType, outInterfaceTo, type HostPlace } from './host-place.ts';
import { chainsAt, conntrackPriority, type Placed } from './hooks.ts';
import type { Packet } from './packet.ts';
import type { Firewall, Hook } from './ruleset.ts';
import { isUnknown } from './truth.ts';
import { walkChain, type Exit } from './walk.ts';

/** Rules looked at for one packet: more than a rule set has that is no trap, and some 0.2 s of work. */
const ruleBudget = 50_000;
/** Ways on which one packet is followed, where conditions that cannot be judged translate it differently. */
const maxWays = 16;

const protocols = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 } as const;

/** A packet at the end of its way, or between two hooks. */
interface Way {
  verdict: FinalVerdict;
  rejectWith: string | null;
  trail: RuleReference[];
  rate: Rate | null;
  /** How much `trail` says about why the packet is accepted, see `weightOf`. */
  weight: number;
  flow: Flow;
}

const nowhere: HostPlace = { interfaces: [], defaultRoutes: [] };

/**
 * What the firewall does with a packet from outside: through ingress, prerouting with its translations, then input, or
 * forward and postrouting where the packet goes on. Every base chain on the way has to accept it; a drop is final.
 * Without `host`, the packet's own destination counts as local and what it is translated to as behind the host.
 */
export function decide(firewall: Firewall, packet: Packet, host: HostPlace = nowhere): Decision {
  const family = packet.family;
  const source = addressNumber(packet.source, family);
  const destination = addressNumber(packet.destination, family);
  if (source === null || destination === null) {
    return { verdict: 'unknown', rule: null, trail: [], logged: false, why: 'the packet’s addresses are not of its family' };
  }
  const start = (run: Run): Flow => ({
    run,
    family,
    protocol: protocols[packet.protocol],
    source,
    destination,
    sourcePort: isIcmp(packet) ? null : (packet.sourcePort ?? 40_000),
    port: isIcmp(packet) ? null : (packet.port ?? 0),
    icmpType: isIcmp(packet) ? (packet.icmpType ?? (family === 4 ? 8 : 128)) : null,
    tcpFlags: packet.protocol !== 'tcp' ? 0 : packet.state === 'new' ? 0x02 : 0x10,
    hook: 'ingress',
    inInterface: packet.inInterface,
    outInterface: null,
    state: packet.state,
    untrackedYet: true,
    mark: 0n,
    connectionMark: 0n,
    original: { destination, port: packet.port ?? null },
    translated: false,
    logged: false,
    hits: new Map(),
  });

  const within = newRun('within', host, new Set());
  const usual = conclude(travel(firewall, start(within)), within);
  if (usual.verdict !== 'accepted' || usual.way === null) return usual.decision;
  const beyond = newRun('beyond', host, within.entered);
  const excess = conclude(travel(firewall, start(beyond)), beyond);
  if (excess.verdict === 'accepted') return usual.decision;
  const rate = usual.way.rate ?? excess.way?.rate ?? { kind: 'limit', text: 'a rate' };
  const { rule, logged, verdict } = excess.decision;
  return { ...usual.decision, verdict: 'limited', rate: { ...rate, beyond: { verdict: verdict === 'limited' ? 'accepted' : verdict, rule, logged } } };
}

function newRun(world: Run['world'], host: HostPlace, remembered: ReadonlySet<string>): Run {
  return { world, host, remembered, entered: new Set(), budget: ruleBudget, whys: new Set() };
}

function travel(firewall: Firewall, flow: Flow): Way[] {
  const ended: Way[] = [];
  const through = (ways: Way[], hook: Hook): Way[] => {
    let alive = ways.map((way) => ({ ...way, flow: { ...way.flow, hook } }));
    for (const placed of chainsAt(firewall, hook, flow.family)) {
      const next = alive.flatMap((way) => atBaseChain(placed, way));
      ended.push(...next.filter(({ verdict }) => verdict !== 'accepted'));
      alive = next.filter(({ verdict }) => verdict === 'accepted').slice(0, maxWays);
    }
    return alive;
  };
  const start: Way = { verdict: 'accepted', rejectWith: null, trail: [], rate: null, weight: 0, flow };
  const routed = through(through([start], 'ingress'), 'prerouting').map((way) => ({ ...way, flow: { ...way.flow, untrackedYet: false } }));
  const local = routed.filter((way) => isLocal(way.flow));
  const onward = routed.filter((way) => !isLocal(way.flow)).map((way) => ({ ...way, flow: { ...way.flow, outInterface: exitOf(firewall, way.flow) } }));
  return [...ended.splice(0), ...through(local, 'input'), ...through(through(onward, 'forward'), 'postrouting'), ...ended];
}

function atBaseChain({ table, chain, priority }: Placed, way: Way): Way[] {
  const { hook, type, policy, devices } = chain.base;
  if (hook === 'ingress' && devices.length > 0 && !devices.includes(way.flow.inInterface)) return [way];
  // Translation is settled by the first packet of a connection, and needs one that is tracked.
  if (type === 'nat' && way.flow.state !== 'new' && way.flow.state !== 'related') return [way];
  if (type === 'nat' && hook === 'prerouting' && way.flow.translated) return [way];
  const flow = { ...way.flow, untrackedYet: hook === 'ingress' || (hook === 'prerouting' && priority < conntrackPriority) };
  const exits = walkChain(table, chain, flow);
  // The devices of an ingress chain are missing from some versions' JSON.
  const passes = hook === 'ingress' && devices.length === 0 && exits.some(({ verdict }) => verdict !== 'through') ? [way] : [];
  if (passes.length > 0) way.flow.run.whys.add('to which interface a chain at ingress belongs is not known');
  return [...exits.map((exit) => settle(exit, way, { table, chain, policy })), ...passes];
}

function settle(exit: Exit, before: Way, { table, chain, policy }: Pick<Placed, 'table' | 'chain'> & { policy: 'accept' | 'drop' }): Way {
  const verdicts = { accept: 'accepted', drop: 'dropped', reject: 'rejected', unknown: 'unknown', through: policy === 'accept' ? 'accepted' : 'dropped' } as const;
  const { rejectWith, flow } = exit;
  const verdict = verdicts[exit.verdict];
  const trail = exit.verdict === 'through' ? policyTrail(table, chain) : exit.trail;
  const weight = weightOf(table, chain, exit);
  if (verdict === 'accepted' && weight <= before.weight) return { ...before, flow };
  return { verdict, rejectWith, trail, rate: exit.rate ?? before.rate, weight, flow };
}

/** Of all that accept a packet, a rule of a filter at input or forward says most, then such a chain's policy, then rules before it. */
function weightOf(table: Placed['table'], chain: Placed['chain'], exit: Exit): number {
  const { hook, type } = chain.base;
  const filters = (hook === 'input' || hook === 'forward') && type === 'filter' && (table.tool === 'nft' || table.name === 'filter');
  return exit.verdict === 'through' ? (filters ? 3 : 1) : filters ? 4 : 2;
}

function policyTrail(table: Placed['table'], chain: Placed['chain']): RuleReference[] {
  const text = table.tool === 'nft' ? `policy ${chain.base.policy}` : `-P ${chain.name} ${chain.base.policy.toUpperCase()}`;
  return [{ tool: table.tool, family: table.family, table: table.name, chain: chain.name, index: 0, text }];
}

function isLocal(flow: Flow): boolean {
  const known = flow.destination === flow.original.destination && flow.run.host.interfaces.length === 0 ? flow.destination : null;
  const type = addressType(flow.run.host, flow.destination, flow.family, known);
  return !isUnknown(type) && type !== 'unicast';
}

/** By the host's networks; else by a rule that lets packets to just this address out of an interface, as Docker writes them. */
function exitOf(firewall: Firewall, flow: Flow): string | undefined {
  return outInterfaceTo(flow.run.host, flow.destination, flow.family) ?? bridgeOf(firewall, addressText(flow.destination, flow.family));
}

function bridgeOf(firewall: Firewall, address: string): string | undefined {
  for (const table of firewall.tables) {
    for (const { reference } of table.chains.get('DOCKER')?.rules ?? []) {
      if (!reference.text.includes(` -d ${address}/`)) continue;
      const device = / -o (\S+)/.exec(reference.text)?.[1];
      if (device !== undefined) return device;
    }
  }
  return undefined;
}

function conclude(ways: Way[], run: Run): { verdict: FinalVerdict; way: Way | null; decision: Decision } {
  const [first] = ways;
  const kinds = new Set(ways.map(({ verdict }) => verdict));
  const logged = ways.length > 0 && ways.every((way) => way.flow.logged);
  if (first === undefined || kinds.size > 1 || first.verdict === 'unknown') {
    const why = [...run.whys].slice(0, 5).join('; ') || 'no verdict';
    return { verdict: 'unknown', way: null, decision: { verdict: 'unknown', rule: null, trail: [], why, logged } };
  }
  const { verdict, trail, flow } = first;
  const decision: Decision = { verdict, rule: trail.at(-1) ?? null, trail, logged };
  if (first.rejectWith !== null) decision.rejectWith = first.rejectWith;
  if (flow.translated) decision.translatedTo = { address: addressText(flow.destination, flow.family), port: flow.port };
  return { verdict, way: first, decision };
}

function isIcmp(packet: Packet): boolean {
  return packet.protocol === 'icmp' || packet.protocol === 'icmpv6';
}
