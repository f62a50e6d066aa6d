import { addressNumber, prefixMask } from './address.ts';
import { field, isRecord, list, text, type Json } from './nft-json.ts';
import { any, unknown, type Truth } from './truth.ts';

/** What a value of an expression is, which says how its constants are written. */
export type Type = 'ipv4' | 'ipv6' | 'port' | 'protocol' | 'ether' | 'interface' | 'state' | 'status' | 'flags' | 'icmp' | 'icmpv6' | 'number' | 'word';

/** A value of a packet: number or word; a list for a concatenation. */
export type Datum = bigint | string | Datum[];

export type Pattern = (datum: Datum) => Truth;

const names: Partial<Record<Type, Record<string, number>>> = {
  protocol: { icmp: 1, igmp: 2, tcp: 6, udp: 17, dccp: 33, gre: 47, esp: 50, ah: 51, 'ipv6-icmp': 58, icmpv6: 58, comp: 108, sctp: 132, udplite: 136 },
  ether: { ip: 0x0800, arp: 0x0806, ip6: 0x86dd, vlan: 0x8100 },
  port: { ftp: 21, ssh: 22, telnet: 23, smtp: 25, domain: 53, http: 80, ntp: 123, https: 443, postgresql: 5432, redis: 6379, 'http-alt': 8080 },
  state: { invalid: 1, established: 2, related: 4, new: 8, untracked: 64 },
  status: { expected: 1, 'seen-reply': 2, assured: 4, confirmed: 8, snat: 16, dnat: 32, dying: 512 },
  flags: { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 },
  icmp: {
    'echo-reply': 0, 'destination-unreachable': 3, 'source-quench': 4, redirect: 5, 'echo-request': 8, 'router-advertisement': 9,
    'router-solicitation': 10, 'time-exceeded': 11, 'parameter-problem': 12, 'timestamp-request': 13, 'timestamp-reply': 14,
    'info-request': 15, 'info-reply': 16, 'address-mask-request': 17, 'address-mask-reply': 18,
  },
  icmpv6: {
    'destination-unreachable': 1, 'packet-too-big': 2, 'time-exceeded': 3, 'parameter-problem': 4, 'echo-request': 128, 'echo-reply': 129,
    'mld-listener-query': 130, 'mld-listener-report': 131, 'mld-listener-done': 132, 'mld-listener-reduction': 132, 'nd-router-solicit': 133,
    'nd-router-advert': 134, 'nd-neighbor-solicit': 135, 'nd-neighbor-advert': 136, 'nd-redirect': 137, 'router-renumbering': 138,
    'ind-neighbor-solicit': 141, 'ind-neighbor-advert': 142, 'mld2-listener-report': 143,
  },
};

/** A constant as nft -j writes it; null where it is none of its type. Lists of flags are or-ed. */
export function constant(value: Json, type: Type): bigint | string | null {
  if (Array.isArray(value) || isRecord(value)) {
    const parts = (Array.isArray(value) ? value : list(field(value, '|'))).map((part) => constant(part, type));
    if (parts.length === 0 || parts.some((part) => typeof part !== 'bigint')) return null;
    return parts.reduce<bigint>((sum, part) => (typeof part === 'bigint' ? sum | part : sum), 0n);
  }
  const word = text(value);
  if (type === 'ipv4') return addressNumber(word, 4);
  if (type === 'ipv6') return addressNumber(word, 6);
  if (type === 'interface' || type === 'word') return typeof value === 'boolean' ? String(value) : word;
  const known = names[type];
  if (known !== undefined && Object.hasOwn(known, word)) return BigInt(known[word] ?? 0);
  return /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(word) ? BigInt(word) : null;
}

/** What a right-hand side matches: a constant, prefix, range, anonymous set, or a concatenation of these. */
export function pattern(value: Json, types: Type | Type[]): Pattern {
  const set = field(value, 'set');
  if (set !== undefined) return setPattern(list(set), types);
  const wrapped = field(value, 'elem');
  if (isRecord(wrapped)) return pattern(field(wrapped, 'val'), types);
  if (Array.isArray(types)) {
    const parts = field(value, 'concat');
    if (!Array.isArray(parts)) return () => unknown('a value that is no concatenation');
    const each = parts.map((part, at) => pattern(part, types[at] ?? 'number'));
    return (datum) => (Array.isArray(datum) ? conjunction(each, datum) : unknown('a value that is no concatenation'));
  }
  const bounds = boundsOf(value, types);
  if (bounds === null) return () => unknown(`the value ${JSON.stringify(value)?.slice(0, 60)}`);
  const { low, high } = bounds;
  if (typeof low === 'string') {
    const prefix = types === 'interface' && low.endsWith('*') ? low.slice(0, -1) : null;
    return (datum) => (prefix === null ? datum === low : typeof datum === 'string' && datum.startsWith(prefix));
  }
  return (datum) => typeof datum === 'bigint' && typeof high === 'bigint' && datum >= low && datum <= high;
}

function boundsOf(value: Json, type: Type): { low: bigint | string; high: bigint | string } | null {
  const family = type === 'ipv6' ? 6 : 4;
  const prefix = field(value, 'prefix');
  if (prefix !== undefined) {
    const [base, length] = [constant(field(prefix, 'addr'), type), field(prefix, 'len')];
    if (typeof base !== 'bigint' || typeof length !== 'number') return null;
    if (type !== 'ipv4' && type !== 'ipv6') return null;
    const mask = prefixMask(length, family);
    return { low: base & mask, high: (base & mask) | (mask ^ prefixMask(family === 4 ? 32 : 128, family)) };
  }
  const range = field(value, 'range');
  if (Array.isArray(range)) {
    const [low, high] = [constant(range[0], type), constant(range[1], type)];
    return typeof low === 'bigint' && typeof high === 'bigint' ? { low, high } : null;
  }
  const exact = constant(value, type);
  return exact === null ? null : { low: exact, high: exact };
}

/** Members that are plain numbers are looked up, the others tried in turn. */
export function setPattern(members: readonly Json[], types: Type | Type[]): Pattern {
  const exact = new Set<Datum>();
  const others: Pattern[] = [];
  for (const member of members) {
    const plain = Array.isArray(types) || isRecord(member) || Array.isArray(member) ? null : constant(member, types);
    if (plain !== null && !(typeof plain === 'string' && plain.endsWith('*'))) exact.add(plain);
    else others.push(pattern(member, types));
  }
  return (datum) => exact.has(datum) || any(others.map((matches) => matches(datum)));
}

function conjunction(each: readonly Pattern[], datum: Datum[]): Truth {
  let open: Truth = true;
  for (const [at, matches] of each.entries()) {
    const truth = matches(datum[at] ?? '');
    if (truth === false) return false;
    if (truth !== true) open = truth;
  }
  return open;
}
