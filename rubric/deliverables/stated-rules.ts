import { type NamedNetwork, namedNetworks } from '../firewall/named-networks.ts';
import { readFirewall } from '../firewall/firewall.ts';
import type { Firewall } from '../firewall/ruleset.ts';
import { UnparsableOutput } from '../probe.ts';

/** Whom a port is open to: everybody, some, or nobody. */
export type Openness = 'all' | 'some' | 'none';

/** What a text about rules says of new TCP connections: a rule set to be asked, or ports by what their rules say. */
export type StatedRules =
  | { kind: 'rule set'; firewall: Firewall; networks: NamedNetwork[] }
  | { kind: 'ports'; incoming: 'allow' | 'deny' | null; ports: Map<number, Openness> };

const maxLines = 2000;
const servicePorts: Record<string, number[]> = { ssh: [22], openssh: [22], postgresql: [5432], redis: [6379], http: [80], https: [443], 'http-alt': [8080] };

/** Reads iptables-save, `nft -j`, a status of ufw or a script of ufw commands; null for other texts, and where a script calculates. */
export function statedRules(text: string): StatedRules | null {
  const all = text.split('\n').slice(0, maxLines).map((line) => line.slice(0, 500));
  // A dump that is commented out as a whole still shows the rules.
  const lines = all.every((line) => /^\s*(?:#|$)/.test(line)) ? all.map((line) => line.replace(/^\s*#+ ?/, '')) : all;
  if (lines.some((line) => line.startsWith(':INPUT '))) return savedRules({ iptables: [lines.join('\n')], ip6tables: [], nft: null });
  if (/^\s*\{\s*"nftables"/.test(text)) return savedRules({ iptables: [], ip6tables: [], nft: text });
  return ufwStatus(lines) ?? ufwCommands(lines);
}

function savedRules(printed: Parameters<typeof readFirewall>[0]): StatedRules | null {
  try {
    return { kind: 'rule set', firewall: readFirewall(printed), networks: namedNetworks([...printed.iptables, printed.nft ?? ''], 20) };
  } catch (error) {
    if (error instanceof UnparsableOutput) return null;
    throw error;
  }
}

/** Rows `8080/tcp  ALLOW IN  Anywhere`; the first that names a port decides, as in ufw. */
function ufwStatus(lines: readonly string[]): StatedRules | null {
  if (!lines.some((line) => line.startsWith('Status: active'))) return null;
  const [, incoming] = /^Default: (\w+) \(incoming\)/.exec(lines.find((line) => line.startsWith('Default: ')) ?? '') ?? [];
  const ports = new Map<number, Openness>();
  for (const line of lines) {
    const [, to = '', action = '', from = ''] = /^(?:\[ ?\d+\] )?(\S+(?: \(v6\))?) +(ALLOW|DENY|LIMIT|REJECT)(?: IN)? +(\S+)(?: +#.*)?\s*$/.exec(line) ?? [];
    if (from !== '') state(ports, portsOf(to), openness(action.toLowerCase(), from === 'Anywhere'));
  }
  return { kind: 'ports', incoming: incoming === undefined ? null : isDeny(incoming) ? 'deny' : 'allow', ports };
}

/** `ufw allow 8080/tcp` and `ufw allow from NET to any port 5432`. A later command for the same takes the earlier one's place. */
function ufwCommands(lines: readonly string[]): StatedRules | null {
  const commands = lines.flatMap((line) => {
    const [, command = ''] = /^\s*(?:[$#]\s+)?(?:sudo\s+)?ufw\s+(?:--force\s+)?((?:allow|deny|reject|limit|default|delete|insert|prepend|route)\b.*)$/.exec(line) ?? [];
    return command === '' ? [] : [command.replace(/\s+#.*$/, '').replace(/\s+comment\s+(?:'[^']*'|"[^"]*"|\S+)/, '').trim()];
  });
  if (commands.length === 0 || commands.some((command) => /^(?:delete|insert|prepend|route)|[$`(]/.test(command))) return null;
  let incoming: 'allow' | 'deny' | null = null;
  const rules = new Map<string, { ports: number[]; open: Openness }>();
  for (const command of commands) {
    const [, policy] = /^default\s+(\w+)(?:\s+incoming)?$/.exec(command) ?? [];
    if (policy !== undefined) incoming = isDeny(policy) ? 'deny' : 'allow';
    const [, action = '', short] = /^(\w+)\s+(?:in\s+)?(\S+)$/.exec(command) ?? [];
    const [, longAction = '', from = 'any', port] = /^(\w+)\s+(?:proto\s+tcp\s+)?(?:from\s+(\S+)\s+)?to\s+any\s+port\s+(\S+)(?:\s+proto\s+tcp)?$/.exec(command) ?? [];
    if (short !== undefined && policy === undefined) rules.set(`any ${short}`, { ports: portsOf(short), open: openness(action, true) });
    else if (port !== undefined) rules.set(`${from} ${port}`, { ports: portsOf(port), open: openness(longAction, from === 'any') });
  }
  const ports = new Map<number, Openness>();
  for (const { ports: named, open } of rules.values()) state(ports, named, open);
  return { kind: 'ports', incoming, ports };
}

function state(ports: Map<number, Openness>, named: readonly number[], open: Openness): void {
  for (const port of named) if (!ports.has(port) || (ports.get(port) === 'some' && open === 'all')) ports.set(port, open);
}

function openness(action: string, fromAnywhere: boolean): Openness {
  if (action === 'allow' || action === 'limit') return fromAnywhere ? 'all' : 'some';
  return fromAnywhere ? 'none' : 'some';
}

/** Ports of `8080/tcp`, `80,443/tcp`, `8000:8003/tcp` or a service's name; none for UDP and whatever else stands there. */
function portsOf(text: string): number[] {
  const [, list = '', protocol = 'tcp'] = /^([\d,:]{1,200})(?:\/(tcp|udp))?$/.exec(text) ?? [];
  if (list === '') return servicePorts[text.toLowerCase()] ?? [];
  if (protocol === 'udp') return [];
  return list.split(',').slice(0, 20).flatMap((part) => {
    const [first = 0, last = first] = part.split(':').map(Number);
    return Array.from({ length: Math.max(0, Math.min(last - first + 1, 50)) }, (_, index) => first + index);
  });
}

function isDeny(policy: string): boolean {
  return policy === 'deny' || policy === 'reject';
}
