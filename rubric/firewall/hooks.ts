import type { Chain, Firewall, Hook, Table } from './ruleset.ts';

/** Where connection tracking sits among the chains of prerouting (NF_IP_PRI_CONNTRACK in linux/netfilter_ipv4.h). */
export const conntrackPriority = -200;

/** All translation runs at one place, whatever priority its chains have among themselves (nf_nat_register_fn). */
const natPriority: Partial<Record<Hook, number>> = { prerouting: -100, output: -100, input: 100, postrouting: 100 };

export interface Placed {
  table: Table;
  chain: Chain & { base: NonNullable<Chain['base']> };
  priority: number;
}

/**
 * The base chains that a packet of this family meets at a hook, in the kernel's order. Of equal priority, the one that
 * was made last comes first (nf_hook_entries_grow).
 */
export function chainsAt(firewall: Firewall, hook: Hook, family: 4 | 6): Placed[] {
  const seen = firewall.tables.filter((table) => table.family === 'inet' || table.family === 'netdev' || table.family === (family === 4 ? 'ip' : 'ip6'));
  const placed = seen.flatMap((table, position) =>
    [...table.chains.values()].flatMap((chain, number) => {
      if (chain.base?.hook !== hook) return [];
      const { base } = chain;
      const priority = base.type === 'nat' ? (natPriority[hook] ?? base.priority) : base.priority;
      return [{ table, chain: { ...chain, base }, priority, age: [table.order ?? position - 1e6, number] as const }];
    }),
  );
  return placed.toSorted((a, b) => a.priority - b.priority || a.chain.base.priority - b.chain.base.priority || b.age[0] - a.age[0] || b.age[1] - a.age[1]);
}
