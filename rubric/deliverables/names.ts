/** The scripts of the exercise, by the name that probes and experiments use. */
export const scriptNames = ['network_monitor', 'debug_connection', 'analyze_latency'] as const;
export type ScriptName = (typeof scriptNames)[number];

/** Kinds of file that count as deliverables beside the scripts and the report. */
export type DeliverableKind = 'guide' | 'rules' | 'sshd' | 'ssh-client' | 'hosts' | 'image' | 'other';

const separator = '[-_ .]?';

/** A script's name as students write it: `network-monitor.sh`, `Network_Monitor.SH`, `networkmonitor`. */
export function scriptPattern(name: ScriptName): RegExp {
  return new RegExp(`^${name.replace('_', separator)}(?:\\.sh|\\.bash)?$`, 'i');
}

/**
 * What a file is by its name alone, in lower case; the first pattern that matches decides. Written so that both
 * JavaScript and POSIX awk take them: the host sorts its files by the same table as uploads are sorted by.
 */
export const kindPatterns: readonly (readonly [DeliverableKind | ScriptName | 'report', string])[] = [
  ['guide', '^network[-_ .]?guide[.](md|markdown|txt)$'],
  ['report', '^lab[-_ .]?report[.](md|markdown|txt)$|^report[.]md$'],
  ...scriptNames.map((name) => [name, `^${name.replace('_', separator)}([.]sh|[.]bash)?$`] as const),
  ['rules', '^ufw[-_ .]?(rules|status|backup|config|setup|dump)?[-_a-z0-9.]*$|^(ip6?tables|nft|nftables|firewall)[-_a-z0-9 ]*([.](txt|rules|conf|sh|v4|v6|bak|nft|save))*$|^rules[.]v[46]$'],
  ['sshd', '^[0-9]*[-_]?[-_a-z0-9]*harden[-_a-z0-9]*[.]conf([.]txt)?$|^sshd[-_. ]?config[-_a-z0-9.]*$|^99-[-_a-z0-9]+[.]conf$'],
  ['ssh-client', '^ssh[-_. ]?(client[-_. ]?)?config([.](txt|conf))?$|^config([.]txt)?$|^client[-_. ]?config$'],
  ['hosts', '^(etc[-_.])?hosts([-_.](txt|internal|conf|custom|additions|entries))?$'],
  ['image', '[.](png|jpg|jpeg|gif|svg|webp|bmp|pdf)$'],
  ['other', '[.](md|markdown)$'],
];

/** The kind of a file by its path; null where it is no deliverable. */
export function kindOf(path: string): DeliverableKind | ScriptName | 'report' | null {
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return kindPatterns.find(([, pattern]) => new RegExp(pattern).test(base))?.[0] ?? null;
}
