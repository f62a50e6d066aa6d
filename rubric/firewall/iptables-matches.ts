import { addressNumber, network } from './address.ts';
import { addressType, isMulticast, routeBackBy } from './host-place.ts';
import type { Rate } from './decision.ts';
import type { Flow } from './flow.ts';
import type { Option, Segment } from './iptables-save.ts';
import { beyondRate, enterList, hitsOn, withinRate } from './rate.ts';
import type { Condition, Step } from './ruleset.ts';
import { all, isUnknown, not, unknown, type Truth } from './truth.ts';

type Family = 4 | 6;

/** What one option of a match demands; null for an option that demands nothing. */
type OptionReader = (option: Option, family: Family) => Condition | null;

const protocolNumbers: Record<string, number> = { icmp: 1, igmp: 2, tcp: 6, udp: 17, dccp: 33, gre: 47, esp: 50, ah: 51, 'ipv6-icmp': 58, icmpv6: 58, sctp: 132, udplite: 136 };
const flagBits: Record<string, number> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ALL: 63, NONE: 0 };

/** The conditions of `-s -d -i -o -p -f`. */
export function ownConditions(segment: Segment, family: Family): Step[] {
  return segment.options.map((option) => test(ownOption(option, family), option.inverted));
}

function ownOption({ name, values }: Option, family: Family): Condition {
  const value = values[0] ?? '';
  switch (name.replace(/^--(source|src)$/, '-s').replace(/^--(destination|dst)$/, '-d').replace(/^--(in|out)-interface$/, (_, way: string) => (way === 'in' ? '-i' : '-o')).replace(/^--proto(col)?$/, '-p')) {
    case '-s':
      return inNetwork(value, family, (flow) => flow.source);
    case '-d':
      return inNetwork(value, family, (flow) => flow.destination);
    case '-i':
      return (flow) => named(value, flow.inInterface);
    case '-o':
      return (flow) => (flow.outInterface === undefined ? unknown('by which interface the packet leaves is not known') : named(value, flow.outInterface ?? ''));
    case '-p':
      return isProtocol(value);
    case '-4':
    case '--ipv4':
      return () => family === 4;
    case '-6':
    case '--ipv6':
      return () => family === 6;
    default:
      return () => false; // -f: later fragments, which a whole packet is none of.
  }
}

/** `eth0`, or `eth+` for all that begin so (iptables(8)). */
function named(pattern: string, name: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function isProtocol(text: string): Condition {
  if (text === 'all' || text === '0') return () => true;
  const number = protocolNumbers[text.toLowerCase()] ?? (/^\d{1,3}$/.test(text) ? Number(text) : undefined);
  return number === undefined ? () => unknown(`protocol ${text.slice(0, 30)}`) : (flow) => flow.protocol === number;
}

function inNetwork(text: string, family: Family, part: (flow: Flow) => bigint): Condition {
  const found = network(text, family);
  return found === null ? () => unknown(`address ${text.slice(0, 60)}`) : (flow) => (part(flow) & found.mask) === found.base;
}

/** `22`, `1000:2000`, `:1023`, `1024:`. */
function ports(text: string): ((port: number | null) => boolean) | null {
  const [, from, range, to] = /^(\d{0,5})(:?)(\d{0,5})$/.exec(text) ?? [];
  if (from === undefined || text === '') return null;
  const low = from === '' ? 0 : Number(from);
  const high = range === '' ? low : to === '' ? 65_535 : Number(to);
  return (port) => port !== null && port >= low && port <= high;
}

function portCondition(text: string, pick: (flow: Flow) => (number | null)[]): Condition {
  const ranges = text.split(',').map(ports);
  if (ranges.includes(null)) return () => unknown(`ports ${text.slice(0, 60)}`);
  return (flow) => pick(flow).some((port) => ranges.some((matches) => matches?.(port) === true));
}

const destinationPort = (flow: Flow) => [flow.port];
const sourcePort = (flow: Flow) => [flow.sourcePort];

const transport: Record<string, OptionReader> = {
  '--dport': ({ values }) => portCondition(values[0] ?? '', destinationPort),
  '--destination-port': ({ values }) => portCondition(values[0] ?? '', destinationPort),
  '--sport': ({ values }) => portCondition(values[0] ?? '', sourcePort),
  '--source-port': ({ values }) => portCondition(values[0] ?? '', sourcePort),
};

function flagByte(text: string): number {
  return text.split(',').reduce((sum, flag) => sum | (flagBits[flag] ?? 0), 0);
}

function flagsAre(mask: string, wanted: string): Condition {
  const [among, set] = [flagByte(mask), flagByte(wanted)];
  return (flow) => (flow.tcpFlags & among) === set;
}

function icmpType(text: string): Condition {
  if (text === 'any') return () => true;
  const [type = '', code] = text.split('/');
  if (!/^\d+$/.test(type)) return () => unknown(`ICMP type ${text.slice(0, 40)}`);
  return (flow) => flow.icmpType === Number(type) && (code === undefined || code === '0');
}

function stateIn(list: string): Condition {
  const names = new Set(list.toLowerCase().split(','));
  return (flow) => {
    if (flow.untrackedYet) return names.has(flow.state === 'untracked' ? 'untracked' : 'invalid');
    if (names.has('dnat') && flow.translated) return true;
    return flow.state === null ? unknown('whether the connection is tracked') : names.has(flow.state);
  };
}

function markIs(text: string, part: (flow: Flow) => bigint | null): Condition {
  const [value, mask = 0xffffffffn] = text.split('/').map(markNumber);
  if (value === null || value === undefined || mask === null) return () => unknown(`mark ${text.slice(0, 40)}`);
  return (flow) => {
    const mark = part(flow);
    return mark === null ? unknown('the packet’s mark') : (mark & mask) === value;
  };
}

export function markNumber(text: string): bigint | null {
  return /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text) ? BigInt(text) : null;
}

function addressRange(text: string, family: Family, part: (flow: Flow) => bigint): Condition {
  const [from = '', to = from] = text.split('-');
  const [low, high] = [addressNumber(from, family), addressNumber(to, family)];
  return low === null || high === null ? () => unknown(`range ${text.slice(0, 80)}`) : (flow) => part(flow) >= low && part(flow) <= high;
}

/** Which kinds of packet go by which type of destination (linux/if_packet.h: PACKET_HOST…). */
export function packetType(flow: Flow): 'unicast' | 'broadcast' | 'multicast' | { unknown: string } {
  const type = addressType(flow.run.host, flow.original.destination, flow.family, flow.run.host.interfaces.length === 0 ? flow.original.destination : null);
  return isUnknown(type) ? type : type === 'local' ? 'unicast' : type;
}

/** For IPv6, the types of a list must all hold, and every address but a multicast one is unicast (xt_addrtype.c). */
function typeIn(text: string, address: bigint, flow: Flow, known: bigint | null): Truth {
  if (flow.family === 6) {
    const holds = (type: string): Truth => {
      if (type === 'multicast' || type === 'unicast') return isMulticast(address, 6) === (type === 'multicast');
      const found = addressType(flow.run.host, address, 6, known);
      return isUnknown(found) ? found : found === type;
    };
    return all(text.toLowerCase().split(',').map(holds));
  }
  const type = addressType(flow.run.host, address, flow.family, known);
  return isUnknown(type) ? type : text.toLowerCase().split(',').includes(type);
}

const modules: Record<string, Record<string, OptionReader>> = {
  tcp: {
    ...transport,
    '--syn': () => flagsAre('FIN,SYN,RST,ACK', 'SYN'),
    '--tcp-flags': ({ values }) => flagsAre(values[0] ?? '', values[1] ?? ''),
  },
  udp: transport,
  icmp: { '--icmp-type': ({ values }) => icmpType(values[0] ?? '') },
  icmp6: { '--icmpv6-type': ({ values }) => icmpType(values[0] ?? '') },
  multiport: {
    '--dports': transport['--dport'] as OptionReader,
    '--destination-ports': transport['--dport'] as OptionReader,
    '--sports': transport['--sport'] as OptionReader,
    '--source-ports': transport['--sport'] as OptionReader,
    '--ports': ({ values }) => portCondition(values[0] ?? '', (flow) => [flow.sourcePort, flow.port]),
  },
  conntrack: {
    '--ctstate': ({ values }) => stateIn(values[0] ?? ''),
    '--ctproto': ({ values }) => isProtocol(values[0] ?? ''),
    '--ctorigsrc': ({ values }, family) => inNetwork(values[0] ?? '', family, (flow) => flow.source),
    '--ctorigdst': ({ values }, family) => inNetwork(values[0] ?? '', family, (flow) => flow.original.destination),
    '--ctorigdstport': ({ values }) => portCondition(values[0] ?? '', (flow) => [flow.original.port]),
    '--ctdir': ({ values }) => (flow) => (flow.state === 'new' ? values[0] === 'ORIGINAL' : unknown('the direction of the connection')),
  },
  state: { '--state': ({ values }) => stateIn(values[0] ?? '') },
  iprange: {
    '--src-range': ({ values }, family) => addressRange(values[0] ?? '', family, (flow) => flow.source),
    '--dst-range': ({ values }, family) => addressRange(values[0] ?? '', family, (flow) => flow.destination),
  },
  addrtype: {
    '--dst-type': ({ values }) => (flow) => typeIn(values[0] ?? '', flow.destination, flow, flow.run.host.interfaces.length === 0 ? flow.original.destination : null),
    '--src-type': ({ values }) => (flow) => typeIn(values[0] ?? '', flow.source, flow, null),
  },
  pkttype: {
    '--pkt-type': ({ values }) => (flow) => {
      const type = packetType(flow);
      return isUnknown(type) ? type : type === values[0]?.replace('host', 'unicast');
    },
  },
  mark: { '--mark': ({ values }) => markIs(values[0] ?? '', (flow) => flow.mark) },
  connmark: { '--mark': ({ values }) => markIs(values[0] ?? '', (flow) => flow.connectionMark) },
  policy: { '--dir': () => null, '--pol': ({ values }) => () => values[0] === 'none' },
  rpfilter: {
    '--loose': () => null,
    '--validmark': () => null,
    '--accept-local': () => null,
    '--invert': () => null,
  },
  comment: { '--comment': () => null },
  // Extension headers that a plain packet has none of.
  rt: { '--rt-type': () => () => false, '--rt-segsleft': () => null, '--rt-len': () => null },
  frag: {},
  hbh: {},
  ah: {},
  esp: {},
};

const headers = new Set(['rt', 'frag', 'hbh', 'dst', 'ah', 'esp', 'mh']);

/** The steps of one `-m`: conditions, and for `recent` the list that the source enters. */
export function matchSteps(segment: Segment, family: Family): Step[] {
  const name = (segment.module ?? '').replace(/^(ipv6-icmp|icmpv6)$/, 'icmp6');
  const rated = rateSteps(name, segment);
  if (rated !== null) return rated;
  if (headers.has(name)) return [{ test: () => false }];
  if (name === 'rpfilter') {
    const inverted = segment.options.some((option) => option.name === '--invert');
    return [test((flow) => routeBackBy(flow.run.host, flow.source, flow.family, flow.inInterface), inverted)];
  }
  const readers = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (readers === undefined) return [{ test: () => unknown(`-m ${name.slice(0, 40)}`) }];
  return segment.options.flatMap((option) => {
    const reader = Object.hasOwn(readers, option.name) ? readers[option.name] : undefined;
    if (reader === undefined) return [{ test: () => unknown(`-m ${name} ${option.name.slice(0, 40)}`) }];
    const condition = reader(option, family);
    return condition === null ? [] : [test(condition, option.inverted)];
  });
}

function rateSteps(name: string, { options }: Segment): Step[] | null {
  const option = (wanted: string) => options.find((one) => one.name === wanted);
  switch (name) {
    case 'limit':
      return [{ test: withinRate }];
    case 'hashlimit':
      return [{ test: option('--hashlimit-above') ? beyondRate : withinRate }];
    case 'connlimit': {
      const above = option('--connlimit-above');
      const upto = option('--connlimit-upto');
      return [{ test: (above ? above.inverted : !upto?.inverted) ? withinRate : beyondRate }];
    }
    case 'recent': {
      const list = `recent ${option('--name')?.values[0] ?? 'DEFAULT'}`;
      if (option('--set')) return option('--set')?.inverted ? [enterList(list), { test: () => false }] : [enterList(list)];
      const needed = Number(option('--hitcount')?.values[0] ?? 1);
      const asked = option('--update') ?? option('--rcheck') ?? option('--remove');
      return [test((flow) => hitsOn(list, flow) >= needed, asked?.inverted === true)];
    }
    default:
      return null;
  }
}

/** The rate that a match imposes, in the words of iptables. */
export function rateOf({ module, options }: Segment): Rate | null {
  const kind = module === 'limit' || module === 'hashlimit' || module === 'recent' || module === 'connlimit' ? module : null;
  if (kind === null || options.some(({ name }) => name === '--set')) return null;
  return { kind, text: [`-m ${kind}`, ...options.map(({ name, inverted, values }) => [...(inverted ? ['!'] : []), name, ...values].join(' '))].join(' ') };
}

function test(condition: Condition, inverted: boolean): Step {
  return { test: inverted ? (flow) => not(condition(flow)) : condition };
}
