import type { Hook } from './ruleset.ts';
import type { HostPlace } from './host-place.ts';

/** One pass over the rule set: below every rate, or beyond all of them. */
export interface Run {
  world: 'within' | 'beyond';
  host: HostPlace;
  /** Lists of `recent` and dynamic sets that such packets enter; known in the second pass. */
  remembered: ReadonlySet<string>;
  /** Lists entered in this pass. */
  entered: Set<string>;
  /** Rule evaluations left. */
  budget: number;
  /** Reasons of conditions that could not be judged. */
  whys: Set<string>;
}

/** A packet on its way, with what rules have made of it. Never changed, only replaced. */
export interface Flow {
  run: Run;
  family: 4 | 6;
  /** IANA number. */
  protocol: number;
  source: bigint;
  destination: bigint;
  sourcePort: number | null;
  port: number | null;
  icmpType: number | null;
  /** The flag byte of TCP. */
  tcpFlags: number;
  hook: Hook;
  inInterface: string;
  /** Null where the hook has none; undefined where it is not known. */
  outInterface: string | null | undefined;
  /** As a rule sees it; null where it hangs on a condition that could not be judged. */
  state: 'new' | 'established' | 'related' | 'invalid' | 'untracked' | null;
  /** The hook comes before connection tracking. */
  untrackedYet: boolean;
  mark: bigint | null;
  connectionMark: bigint | null;
  original: { destination: bigint; port: number | null };
  translated: boolean;
  logged: boolean;
  /** Times that this packet entered a list. */
  hits: ReadonlyMap<string, number>;
}

/** What is certain of a packet that took one of two ways. */
export function join(one: Flow, other: Flow): Flow {
  if (one === other) return one;
  const hits = new Map([...one.hits].flatMap(([list, count]) => (other.hits.has(list) ? [[list, Math.min(count, other.hits.get(list) ?? 0)] as const] : [])));
  return {
    ...one,
    mark: one.mark === other.mark ? one.mark : null,
    connectionMark: one.connectionMark === other.connectionMark ? one.connectionMark : null,
    state: one.state === other.state ? one.state : null,
    logged: one.logged && other.logged,
    hits,
  };
}
