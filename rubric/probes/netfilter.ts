import { readFirewall } from '../firewall/firewall.ts';
import { type NamedNetwork, namedNetworks } from '../firewall/named-networks.ts';
import type { Firewall } from '../firewall/ruleset.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';
import { readSections } from './sections.ts';

export interface Netfilter {
  firewall: Firewall;
  /** IPv4 networks that the rules name, from which they are asked. */
  networks: NamedNetwork[];
  /** Tools that answered; none: the machine has no filter. */
  tools: string[];
}

/** More than any student writes: fewer questions are asked of each then. */
const manyRules = 2000;

/**
 * The kernel's packet filter: iptables-save and ip6tables-save of either backend, and `nft -j list ruleset`. The legacy
 * tools load a kernel module when they run, so they are asked only where the kernel has tables of theirs.
 */
export const netfilter = defineProbe({
  id: 'netfilter',
  runAs: 'root',
  tools: ['iptables-save', 'ip6tables-save', 'nft'],
  command: `ask() { # name command...
  name=$1
  shift
  command -v "$1" >/dev/null || return
  case $(readlink -f "$(command -v "$1")") in *legacy*) grep -q . "/proc/net/\${name%%-*}_names" 2>/dev/null || return ;; esac
  echo "@@ $name"
  "$@"
  echo "@@ exit $name $?"
}
ask ip_tables iptables-save
ask ip6_tables ip6tables-save
case $(readlink -f "$(command -v iptables-save)") in
  *legacy*) ;;
  *)
    grep -q . /proc/net/ip_tables_names 2>/dev/null && ask ip_tables-legacy iptables-legacy-save
    grep -q . /proc/net/ip6_tables_names 2>/dev/null && ask ip6_tables-legacy ip6tables-legacy-save
    ;;
esac
ask nft nft -j list ruleset
exit 0`,
  timeoutSeconds: 10,
  maxBytes: 1_500_000,
  parse(output): Netfilter {
    if (output.truncated) throw new UnparsableOutput('the rule set is larger than the grader reads');
    const sections = readSections(output.stdout);
    const textOf = (name: string) => sections.filter(({ words }) => words[0] === name).map(({ lines }) => lines.join('\n'));
    for (const { words } of sections.filter(({ words: [first] }) => first === 'exit')) {
      const [, name = '', exit] = words;
      // iptables-nft leaves tables alone that nft made in a way of its own; nft itself tells of them.
      if (exit !== '0' && !/incompatible/.test(textOf(name).join() + output.stderr)) {
        throw new UnparsableOutput(`${name} ended with ${exit}: ${output.stderr.trim().slice(0, 200)}`);
      }
    }
    const [nft = null] = textOf('nft');
    const iptables = [...textOf('ip_tables'), ...textOf('ip_tables-legacy')];
    const ip6tables = [...textOf('ip6_tables'), ...textOf('ip6_tables-legacy')];
    // Each tool and its legacy twin print once.
    if (iptables.length > 2 || ip6tables.length > 2) throw new UnparsableOutput('a tool that printed its rules several times');
    const firewall = readFirewall({ iptables, ip6tables, nft: nft === '' ? null : nft });
    const rules = firewall.tables.flatMap((table) => [...table.chains.values()].flatMap((chain) => chain.rules)).length;
    return {
      firewall,
      networks: namedNetworks([...iptables, nft ?? ''], rules > manyRules ? 5 : 100),
      tools: sections.flatMap(({ words: [name = ''] }) => (name === 'exit' ? [] : [name])),
    };
  },
});
