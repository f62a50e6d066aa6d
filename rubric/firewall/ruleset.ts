import type { Rate, RuleReference } from './decision.ts';
import type { Flow } from './flow.ts';
import type { Truth } from './truth.ts';

export type Hook = 'ingress' | 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

export type Condition = (flow: Flow) => Truth;

/** Where a translation leads; undefined where it cannot be known, null where the part stays as it is. */
export interface Translation {
  address: bigint | 'own' | null | undefined;
  port: number | null | undefined;
}

export type Action =
  | { do: 'accept' | 'drop' | 'return' }
  | { do: 'reject'; with: string }
  | { do: 'jump' | 'goto'; chain: string }
  /** The verdict cannot be known (a queue to a program, a target that we do not know). */
  | { do: 'unknown'; why: string }
  | { do: 'translate'; to: (flow: Flow) => Translation }
  /** Log, mark, enter a list: the packet goes on, changed. */
  | { do: 'change'; change: (flow: Flow) => Flow }
  /** A verdict map: the action found, or null where the packet is not in the map. */
  | { do: 'look-up'; find: (flow: Flow) => Action | null | { unknown: string; actions: Action[] } };

/** A rule runs its steps in order and ends at the first condition that does not hold. */
export type Step = { test: Condition } | { action: Action };

export interface Rule {
  reference: RuleReference;
  steps: Step[];
  rate: Rate | null;
}

export interface BaseChain {
  hook: Hook;
  type: 'filter' | 'nat' | 'route';
  priority: number;
  policy: 'accept' | 'drop';
  /** For `ingress`: the devices it is bound to. */
  devices: string[];
}

export interface Chain {
  name: string;
  base: BaseChain | null;
  rules: Rule[];
}

export interface Table {
  tool: RuleReference['tool'];
  family: 'ip' | 'ip6' | 'inet' | 'netdev';
  name: string;
  chains: Map<string, Chain>;
  /** Where `nft list ruleset` has it among all tables, for chains of equal priority; null where that is not known. */
  order: number | null;
}

/** All tables of a host that see its IP packets. */
export interface Firewall {
  tables: Table[];
}
