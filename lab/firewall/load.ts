import type { Printed } from '#rubric/firewall/firewall.ts';
import type { Arena } from './arena.ts';

/** A rule set as it is loaded: texts for the restore commands of one backend, for nft, or a script. */
export interface RuleSet {
  kind: 'iptables-nft' | 'iptables-legacy' | 'nft' | 'iptables-nft and nft' | 'ufw';
  four?: string;
  six?: string;
  nft?: string;
  script?: string;
}

/** Keeps connection tracking at work between rule sets, so that established flows stay so. */
const keeper = 'table inet arena {\n  chain keep {\n    type filter hook prerouting priority -190; policy accept;\n    ct state new counter\n  }\n}\n';

/** Legacy tables outlive `flush ruleset`. */
const legacyEmpty = Object.entries({
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
})
  .map(([table, chains]) => [`*${table}`, ...chains.map((chain) => `:${chain} ACCEPT [0:0]`), 'COMMIT\n'].join('\n'))
  .join('');

/** Takes every rule away and loads the set; answers what the tools print then. Throws with the tool's words where they refuse it. */
export async function load(arena: Arena, set: RuleSet): Promise<Printed> {
  const legacy = set.kind === 'iptables-legacy' ? '-legacy' : '-nft';
  const steps = [here('nft -f -', `flush ruleset\n${keeper}${set.nft ?? ''}`)];
  if (set.kind === 'iptables-legacy') steps.push(...['iptables', 'ip6tables'].map((tool) => here(`${tool}-legacy-restore`, legacyEmpty)));
  if (set.script !== undefined) steps.push(set.script);
  if (set.four !== undefined) steps.push(here(`iptables${legacy}-restore`, set.four));
  if (set.six !== undefined) steps.push(here(`ip6tables${legacy}-restore`, set.six));
  // These end with 1 where a native table of nft has the name of one of theirs.
  const shown = [`iptables${legacy}-save 2>/dev/null || :`, `ip6tables${legacy}-save 2>/dev/null || :`, 'nft -j list ruleset'];
  const output = await arena.run([...steps, ...shown.flatMap((command) => ['echo @@@@', command])].join('\n'));
  const [, iptables = '', ip6tables = '', nft = ''] = output.split('@@@@\n');
  return { iptables: [iptables], ip6tables: [ip6tables], nft };
}

/** Lets everything through again that legacy tables hold back. */
export async function emptyLegacy(arena: Arena): Promise<void> {
  await arena.run(['iptables', 'ip6tables'].map((tool) => here(`${tool}-legacy-restore`, legacyEmpty)).join('\n'));
}

function here(command: string, input: string): string {
  return `${command} <<'@@END'\n${input.endsWith('\n') ? input : `${input}\n`}@@END`;
}
