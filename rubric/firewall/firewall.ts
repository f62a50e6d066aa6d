import { parseIptablesSave, type SavedTables } from './iptables.ts';
import { parseNftables } from './nftables.ts';
import type { Firewall, Table } from './ruleset.ts';

/** What the tools of one host printed. Several texts of a tool where its legacy twin has tables of its own. */
export interface Printed {
  /** Texts of iptables-save and iptables-legacy-save. */
  iptables: readonly string[];
  /** Texts of ip6tables-save and ip6tables-legacy-save. */
  ip6tables: readonly string[];
  /** `nft -j list ruleset`; null where the host has no nft. */
  nft: string | null;
}

/**
 * The host's firewall. Tables that iptables keeps in nftables are taken from iptables-save, which knows their extensions.
 * Throws UnparsableOutput where a text is not its tool's.
 */
export function readFirewall({ iptables, ip6tables, nft }: Printed): Firewall {
  const saved = [...iptables.map((text) => parseIptablesSave(text, 4)), ...ip6tables.map((text) => parseIptablesSave(text, 6))];
  const native = nft === null ? [] : parseNftables(nft);
  const kept = native.filter((table) => !saved.some((one) => copies(one, table)));
  const tables = saved.flatMap(({ tables: own }) => own);
  return { tables: [...tables, ...kept] };
}

/** Whether a table of nftables is one that iptables-save printed too; gives the printed one its place in the order. */
function copies({ backend, tables }: SavedTables, table: Table): boolean {
  if (backend === 'legacy' || table.family === 'inet' || table.family === 'netdev') return false;
  const twin = tables.find(({ family, name }) => family === table.family && name === table.name);
  if (twin === undefined || !sameContent(twin, table)) return false;
  twin.order = table.order;
  return true;
}

/** iptables-save lists all built-in chains of a table, nft those that exist. */
function sameContent(saved: Table, native: Table): boolean {
  return [...native.chains.values()].every((chain) => {
    const twin = saved.chains.get(chain.name);
    if (twin === undefined || twin.rules.length !== chain.rules.length) return false;
    return twin.base?.policy === chain.base?.policy;
  });
}
