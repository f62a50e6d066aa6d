import { addressType, routeBackBy } from './host-place.ts';
import type { Flow } from './flow.ts';
import { packetType } from './iptables-matches.ts';
import { field, list, only, text, type Json } from './nft-json.ts';
import { constant, type Datum, type Type } from './nft-values.ts';
import { isUnknown, unknown, type Unknown } from './truth.ts';

/** `null`: the packet has no such part, so that the rule ends. */
export type Reading = Datum | Unknown | null;

export interface Expression {
  type: Type | Type[];
  read: (flow: Flow) => Reading;
}

/** What the left side of a match, the key of a map or a new mark is (libnftables-json(5)). */
export function expression(value: Json, depth = 0): Expression {
  const [kind, body] = only(value) ?? ['', undefined];
  if (depth > 16) return never('an expression nested too deep');
  switch (kind) {
    case 'payload':
      return payload(text(field(body, 'protocol')), text(field(body, 'field')));
    case 'meta':
      return meta(text(field(body, 'key')));
    case 'ct':
      return conntrack(text(field(body, 'key')), text(field(body, 'dir')));
    case 'fib':
      return fib(text(field(body, 'result')), list(field(body, 'flags')).map(text));
    case 'concat': {
      const parts = list(body).map((part) => expression(part, depth + 1));
      return { type: parts.flatMap(({ type }) => type), read: (flow) => together(parts.map((part) => part.read(flow))) };
    }
    case '&':
    case '|':
    case '^':
      return binary(kind, list(body), depth);
    default:
      return never(`the expression ${kind.slice(0, 30) || 'of this kind'}`);
  }
}

function never(why: string): Expression {
  return { type: 'word', read: () => unknown(why) };
}

function together(parts: Reading[]): Reading {
  if (parts.includes(null)) return null;
  return parts.find(isUnknown) ?? (parts as Datum[]);
}

function binary(operator: '&' | '|' | '^', [left, ...rights]: Json[], depth: number): Expression {
  const operand = expression(left, depth + 1);
  const type = Array.isArray(operand.type) ? 'number' : operand.type;
  const constants = rights.map((right) => constant(right, type));
  return {
    type,
    read(flow) {
      const value = operand.read(flow);
      if (typeof value !== 'bigint') return value === null || isUnknown(value) ? value : unknown('bits of what is no number');
      let result = value;
      for (const right of constants) {
        if (typeof right !== 'bigint') return unknown('bits that are not constant');
        result = operator === '&' ? result & right : operator === '|' ? result | right : result ^ right;
      }
      return result;
    },
  };
}

function when(condition: (flow: Flow) => boolean, type: Type, read: (flow: Flow) => Reading): Expression {
  return { type, read: (flow) => (condition(flow) ? read(flow) : null) };
}

const hasPorts = (flow: Flow) => flow.protocol === 6 || flow.protocol === 17;

function version(family: 4 | 6): (flow: Flow) => boolean {
  return (flow) => flow.family === family;
}

function payload(protocol: string, name: string): Expression {
  const number = { tcp: 6, udp: 17 }[protocol];
  switch (`${protocol} ${name}`) {
    case 'ip saddr':
      return when(version(4), 'ipv4', (flow) => flow.source);
    case 'ip daddr':
      return when(version(4), 'ipv4', (flow) => flow.destination);
    case 'ip6 saddr':
      return when(version(6), 'ipv6', (flow) => flow.source);
    case 'ip6 daddr':
      return when(version(6), 'ipv6', (flow) => flow.destination);
    case 'ip protocol':
      return when(version(4), 'protocol', (flow) => BigInt(flow.protocol));
    case 'ip6 nexthdr':
      return when(version(6), 'protocol', (flow) => BigInt(flow.protocol));
    case 'ip version':
    case 'ip6 version':
      return when(version(protocol === 'ip' ? 4 : 6), 'number', (flow) => BigInt(flow.family));
    case 'tcp dport':
    case 'udp dport':
    case 'th dport':
      return when((flow) => (number === undefined ? hasPorts(flow) : flow.protocol === number), 'port', (flow) => BigInt(flow.port ?? 0));
    case 'tcp sport':
    case 'udp sport':
    case 'th sport':
      return when((flow) => (number === undefined ? hasPorts(flow) : flow.protocol === number), 'port', (flow) => BigInt(flow.sourcePort ?? 0));
    case 'tcp flags':
      return when((flow) => flow.protocol === 6, 'flags', (flow) => BigInt(flow.tcpFlags));
    case 'icmp type':
      return when((flow) => flow.protocol === 1, 'icmp', (flow) => BigInt(flow.icmpType ?? 0));
    case 'icmpv6 type':
      return when((flow) => flow.protocol === 58, 'icmpv6', (flow) => BigInt(flow.icmpType ?? 0));
    case 'icmp code':
    case 'icmpv6 code':
      return when((flow) => flow.protocol === (protocol === 'icmp' ? 1 : 58), 'number', () => 0n);
    default:
      return foreign(protocol, name);
  }
}

/** Parts of other protocols, and parts that no rule set tells the value of. */
function foreign(protocol: string, name: string): Expression {
  const numbers: Record<string, number> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, sctp: 132, dccp: 33, udplite: 136, esp: 50, ah: 51, comp: 108, igmp: 2 };
  const number = Object.hasOwn(numbers, protocol) ? numbers[protocol] : undefined;
  return {
    type: 'number',
    read(flow) {
      if (number !== undefined && flow.protocol !== number) return null;
      if ((protocol === 'ip' && flow.family === 6) || (protocol === 'ip6' && flow.family === 4)) return null;
      return unknown(`${protocol} ${name}`.slice(0, 60));
    },
  };
}

function meta(key: string): Expression {
  switch (key) {
    case 'iifname':
    case 'iif':
      return { type: 'interface', read: (flow) => flow.inInterface };
    case 'oifname':
    case 'oif':
      return { type: 'interface', read: (flow) => (flow.outInterface === undefined ? unknown('by which interface the packet leaves is not known') : flow.outInterface) };
    case 'l4proto':
      return { type: 'protocol', read: (flow) => BigInt(flow.protocol) };
    case 'nfproto':
      return { type: 'word', read: (flow) => (flow.family === 4 ? 'ipv4' : 'ipv6') };
    case 'protocol':
      return { type: 'ether', read: (flow) => (flow.family === 4 ? 0x0800n : 0x86ddn) };
    case 'mark':
      return { type: 'number', read: (flow) => flow.mark ?? unknown('the packet’s mark') };
    case 'pkttype':
      return {
        type: 'word',
        read(flow) {
          const type = packetType(flow);
          return type === 'unicast' ? 'host' : type;
        },
      };
    default:
      return never(`meta ${key}`.slice(0, 60));
  }
}

function conntrack(key: string, direction: string): Expression {
  switch (key) {
    case 'state':
      return { type: 'state', read: stateBit };
    case 'status':
      return { type: 'status', read: (flow) => (flow.untrackedYet ? null : flow.state === 'new' ? (flow.translated ? 32n : 0n) : unknown('the status of the connection')) };
    case 'mark':
      return { type: 'number', read: (flow) => (flow.untrackedYet ? null : flow.state === 'new' ? (flow.connectionMark ?? unknown('the connection’s mark')) : unknown('the connection’s mark')) };
    case 'direction':
      return { type: 'word', read: (flow) => (flow.state === 'new' ? 'original' : unknown('the direction of the connection')) };
    case 'ip daddr':
    case 'ip6 daddr':
    case 'ip saddr':
    case 'ip6 saddr':
      return ofConnection(key, direction);
    case 'proto-dst':
      return { type: 'port', read: (flow) => (direction === 'original' && flow.state === 'new' ? BigInt(flow.original.port ?? 0) : unknown('ct proto-dst')) };
    default:
      return never(`ct ${key}`.slice(0, 60));
  }
}

function ofConnection(key: string, direction: string): Expression {
  const family = key.startsWith('ip6') ? 6 : 4;
  return when((flow) => flow.family === family && !flow.untrackedYet, family === 4 ? 'ipv4' : 'ipv6', (flow) => {
    if (direction !== 'original' || flow.state !== 'new') return unknown(`ct ${direction} ${key}`);
    return key.endsWith('saddr') ? flow.source : flow.original.destination;
  });
}

function stateBit(flow: Flow): Reading {
  if (flow.untrackedYet) return flow.state === 'untracked' ? 64n : 1n;
  return flow.state === null ? unknown('whether the connection is tracked') : (constant(flow.state, 'state') ?? 0n);
}

/** `fib daddr type` and the reverse path test `fib saddr . iif oif` (nft(8)); the last reads as `false` where there is no route. */
function fib(result: string, flags: string[]): Expression {
  const by = flags.toSorted().join(' ');
  if (result === 'type' && (by === 'daddr' || by === 'saddr')) {
    return {
      type: 'word',
      read(flow) {
        const known = by === 'daddr' && flow.run.host.interfaces.length === 0 ? flow.original.destination : null;
        return addressType(flow.run.host, by === 'daddr' ? flow.destination : flow.source, flow.family, known);
      },
    };
  }
  if (result === 'oif' && by === 'iif saddr') {
    return {
      type: 'word',
      read(flow) {
        const back = routeBackBy(flow.run.host, flow.source, flow.family, flow.inInterface);
        return isUnknown(back) ? back : back ? 'true' : 'false';
      },
    };
  }
  return never(`fib ${by} ${result}`.slice(0, 60));
}
