import { UnparsableOutput } from '../probe.ts';
import type { Rate } from './decision.ts';
import type { Flow } from './flow.ts';
import { expression, type Expression } from './nft-expressions.ts';
import { field, list, only, text, type Json } from './nft-json.ts';
import { constant, pattern, setPattern, type Datum, type Pattern } from './nft-values.ts';
import { rejectKind } from './iptables-targets.ts';
import { beyondRate, enterList, hitsOn, logIt, withinRate } from './rate.ts';
import type { Action, Condition, Step, Translation } from './ruleset.ts';
import { any, isUnknown, not, unknown, type Truth } from './truth.ts';

/** Named sets and maps of a table, as members (pairs for maps), and named limits. */
export interface Named {
  /** `dynamic`: rules fill it. */
  sets: ReadonlyMap<string, { members: Json[]; dynamic: boolean }>;
  limits: ReadonlyMap<string, Json>;
  /** Tells sets of this table from those of others. */
  table: string;
  /** How many members of named sets all rules together may still compare with. */
  allowance: { members: number };
}

/** A set's members, on account of the allowance: a large set that thousands of rules name would take memory and time of both. */
function membersOf(name: string, { sets, allowance }: Named): { members: Json[]; dynamic: boolean } | undefined {
  const set = sets.get(name);
  allowance.members -= set?.members.length ?? 0;
  if (allowance.members < 0) throw new UnparsableOutput('rules compare with more members of sets than the grader follows');
  return set;
}

const passing = new Set(['counter', 'ct helper', 'ct timeout', 'ct expectation', 'flow', 'dup', 'secmark', 'last', 'comment', 'tunnel']);

/** What one statement of a rule does (libnftables-json(5)). */
export function statementSteps(statement: Json, named: Named, family: string): Step[] {
  const [kind, body] = only(statement) ?? ['', undefined];
  const action = verdict(kind, body);
  if (action !== null) return [{ action }];
  switch (kind) {
    case 'match':
      return [{ test: match(body, named) }];
    case 'reject':
      return reject(body);
    case 'limit':
      return [{ test: limitTest(typeof body === 'string' ? (named.limits.get(body) ?? {}) : body) }];
    case 'ct count':
      return [{ test: field(body, 'inv') === true ? beyondRate : withinRate }];
    case 'log':
      return [{ action: { do: 'change', change: logIt } }];
    case 'mangle':
      return mangle(body);
    case 'notrack':
      return [{ action: { do: 'change', change: (flow) => ({ ...flow, state: 'untracked' }) } }];
    case 'vmap':
      return [{ action: { do: 'look-up', find: lookUp(body, named) } }];
    case 'set':
    case 'map':
      return [...keyIsThere(field(body, 'elem')), enterList(listName(field(body, 'set') ?? field(body, 'map'), named)), ...innerTests(field(body, 'stmt'))];
    case 'meter':
      return [...keyIsThere(field(body, 'key')), ...innerTests(field(body, 'stmt'))];
    case 'dnat':
    case 'redirect':
      return translation(kind, body, named, family);
    case 'snat':
    case 'masquerade':
      return [{ action: { do: 'accept' } }];
    case 'queue':
    case 'tproxy':
    case 'synproxy':
    case 'fwd':
      return [{ action: { do: 'unknown', why: kind } }];
    case 'xt':
      return [{ test: () => unknown(`the extension ${text(field(body, 'name'))} of iptables`.slice(0, 60)) }];
    default:
      return passing.has(kind) ? [] : [{ test: () => unknown(`the statement ${kind.slice(0, 40)}`) }];
  }
}

export function verdict(kind: string, body: Json): Action | null {
  switch (kind) {
    case 'accept':
    case 'drop':
    case 'return':
      return { do: kind };
    case 'continue':
      return { do: 'change', change: (flow) => flow };
    case 'jump':
    case 'goto':
      return { do: kind, chain: text(field(body, 'target')) };
    default:
      return null;
  }
}

/** The rate that a statement imposes; null for others. */
export function statementRate(statement: Json, words: string): Rate | null {
  const [kind, body] = only(statement) ?? ['', undefined];
  if (kind === 'limit') return { kind: 'limit', text: words };
  if (kind === 'ct count') return { kind: 'connlimit', text: words };
  const inner = list(field(body, 'stmt')).some((one) => ['limit', 'ct count'].includes(only(one)?.[0] ?? ''));
  return (kind === 'set' || kind === 'meter') && inner ? { kind: 'meter', text: words } : null;
}

function limitTest(body: Json): Condition {
  return field(body, 'inv') === true ? beyondRate : withinRate;
}

function innerTests(statements: Json): Step[] {
  return list(statements).flatMap((inner) => {
    const [kind, body] = only(inner) ?? ['', undefined];
    if (kind === 'limit') return [{ test: limitTest(body) }];
    if (kind === 'ct count') return [{ test: field(body, 'inv') === true ? beyondRate : withinRate }];
    return kind === 'counter' || kind === 'last' ? [] : [{ test: () => unknown(`the statement ${kind.slice(0, 40)}`) }];
  });
}

/** A set or meter keyed by what the packet lacks ends the rule. */
function keyIsThere(element: Json): Step[] {
  const inner = field(element, 'elem');
  const key = expression(inner === undefined ? element : field(inner, 'val'));
  return [{ test: (flow) => key.read(flow) !== null }];
}

function listName(name: Json, named: Named): string {
  return `${named.table} ${text(name)}`;
}

function match(body: Json, named: Named): Condition {
  const left = expression(field(body, 'left'));
  const operator = text(field(body, 'op'));
  const right = field(body, 'right');
  const matches = rightSide(right, left, named);
  const compared = Array.isArray(left.type) ? null : constant(right, left.type);
  return (flow) => {
    const value = left.read(flow);
    if (value === null) return false;
    if (isUnknown(value)) return value;
    switch (operator) {
      case '==':
        return matches(value, flow);
      case '!=':
        return not(matches(value, flow));
      case 'in':
      case '!':
        return bits(value, compared, operator === 'in', () => matches(value, flow));
      case '<':
      case '>':
      case '<=':
      case '>=':
        return typeof value === 'bigint' && typeof compared === 'bigint' ? ordered(value, operator, compared) : unknown('an order of what are no numbers');
      default:
        return unknown(`the operator ${operator.slice(0, 10)}`);
    }
  };
}

function bits(value: Datum, mask: bigint | string | null, wanted: boolean, otherwise: () => Truth): Truth {
  if (typeof value !== 'bigint' || typeof mask !== 'bigint') return wanted ? otherwise() : not(otherwise());
  return ((value & mask) !== 0n) === wanted;
}

function ordered(value: bigint, operator: string, limit: bigint): boolean {
  return operator === '<' ? value < limit : operator === '>' ? value > limit : operator === '<=' ? value <= limit : value >= limit;
}

/** `missing` is written as false, and as interface 0. */
function rightSide(right: Json, left: Expression, named: Named): (value: Datum, flow: Flow) => Truth {
  if (typeof right === 'string' && right.startsWith('@')) {
    const set = membersOf(right.slice(1), named);
    if (set === undefined) return () => unknown(`the set ${right.slice(0, 60)}`);
    const members = setPattern(set.members, left.type);
    const name = listName(right, named);
    return (value, flow) => (set.dynamic && hitsOn(name, flow) > 0 ? true : members(value));
  }
  const plain = pattern(right === '0' && left.type === 'word' ? 'false' : right, left.type);
  return (value) => plain(value);
}

function reject(body: Json): Step[] {
  const type = text(field(body, 'type'));
  const kind = text(field(body, 'expr'));
  if (type === 'tcp reset') return [{ test: (flow) => flow.protocol === 6 }, { action: { do: 'reject', with: 'tcp-reset' } }];
  const family = type === 'icmp' ? 4 : type === 'icmpv6' ? 6 : null;
  return [{ test: (flow) => family === null || flow.family === family }, { action: { do: 'reject', with: rejectKind(kind === '' ? undefined : kind) } }];
}

function mangle(body: Json): Step[] {
  const [kind, inner] = only(field(body, 'key')) ?? ['', undefined];
  const key = `${kind} ${text(field(inner, 'key'))}`;
  if (key !== 'meta mark' && key !== 'ct mark') return [];
  const written = constant(field(body, 'value'), 'number');
  const value = typeof written === 'bigint' ? null : expression(field(body, 'value'));
  return [
    {
      action: {
        do: 'change',
        change(flow) {
          const read = value === null ? written : value.read(flow);
          const mark = typeof read === 'bigint' ? read : null;
          return key === 'meta mark' ? { ...flow, mark } : { ...flow, connectionMark: mark };
        },
      },
    },
  ];
}

interface Entry {
  matches: Pattern;
  result: Json;
}

function entries(data: Json, left: Expression, named: Named): Entry[] | null {
  const members = typeof data === 'string' && data.startsWith('@') ? membersOf(data.slice(1), named)?.members : field(data, 'set');
  if (!Array.isArray(members)) return null;
  return members.flatMap((pair) => (Array.isArray(pair) ? [{ matches: pattern(pair[0], left.type), result: unwrap(pair[1]) }] : []));
}

function unwrap(value: Json): Json {
  const inner = field(value, 'elem');
  return inner === undefined ? value : field(inner, 'val');
}

/** The value that a map has for the packet: null where it has none. */
function mapped(body: Json, named: Named): (flow: Flow) => { found: Json } | null | { unknown: string; all: Json[] } {
  const key = expression(field(body, 'key'));
  const pairs = entries(field(body, 'data'), key, named);
  return (flow) => {
    const value = key.read(flow);
    if (value === null) return null;
    const all = (pairs ?? []).map(({ result }) => result);
    if (pairs === null) return { unknown: 'a map whose content is not known', all };
    if (isUnknown(value)) return { unknown: value.unknown, all };
    const truths = pairs.map(({ matches }) => matches(value));
    const sure = truths.indexOf(true);
    if (sure >= 0) return { found: pairs[sure]?.result };
    const open = any(truths);
    return isUnknown(open) ? { unknown: open.unknown, all } : null;
  };
}

function act(result: Json): Action {
  return verdict(...(only(result) ?? (['', undefined] as const))) ?? { do: 'unknown', why: 'a verdict of a map' };
}

function lookUp(body: Json, named: Named): (flow: Flow) => Action | null | { unknown: string; actions: Action[] } {
  const find = mapped(body, named);
  return (flow) => {
    const found = find(flow);
    if (found === null) return null;
    if (!('unknown' in found)) return act(found.found);
    // At most one of each kind: what comes of the packet matters, not how many entries say so.
    const kinds = new Map(found.all.map((result) => [JSON.stringify(result), result]));
    return { unknown: found.unknown, actions: [{ do: 'change', change: (same) => same }, ...[...kinds.values()].slice(0, 64).map(act)] };
  };
}

function translation(kind: 'dnat' | 'redirect', body: Json, named: Named, family: string): Step[] {
  const address = field(body, 'addr');
  const only4 = text(field(body, 'family')) === 'ip' || (family === 'ip' && kind === 'dnat');
  const only6 = text(field(body, 'family')) === 'ip6' || (family === 'ip6' && kind === 'dnat');
  const port = portOf(field(body, 'port'));
  const map = field(address, 'map');
  const find = map === undefined ? null : mapped(map, named);
  const to = (flow: Flow): Translation => {
    if (kind === 'redirect') return { address: 'own', port };
    const found = find === null ? { found: address } : find(flow);
    if (found === null || 'unknown' in found) return { address: undefined, port };
    const [target, ownPort] = Array.isArray(field(found.found, 'concat')) ? list(field(found.found, 'concat')) : [found.found, undefined];
    if (target === undefined || target === null) return { address: null, port };
    const value = constant(target, flow.family === 4 ? 'ipv4' : 'ipv6');
    return { address: typeof value === 'bigint' ? value : undefined, port: ownPort === undefined ? port : portOf(ownPort) };
  };
  const fits: Condition = (flow) => !(only4 && flow.family === 6) && !(only6 && flow.family === 4) && (find === null || find(flow) !== null);
  return [{ test: fits }, { action: { do: 'translate', to } }];
}

/** Null where the port stays; undefined where it is one of several, or computed. */
function portOf(value: Json): number | null | undefined {
  if (value === undefined) return null;
  return typeof value === 'number' ? value : undefined;
}
