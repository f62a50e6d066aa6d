/** What a text about firewall rules is, by its lines. */
export interface RulesText {
  form: 'a status of ufw' | 'ufw commands' | 'a dump of iptables' | 'a list of iptables' | 'iptables commands' | 'a rule set of nftables';
  rules: number;
  /** Ports that some rule names. */
  ports: Set<number>;
}

const forms: readonly (readonly [RulesText['form'], RegExp])[] = [
  ['a status of ufw', /^\s*(?:\[ ?\d+\]\s+)?\S+(?:\s\S+){0,4}\s+(?:ALLOW|DENY|LIMIT|REJECT)(?: IN| OUT| FWD)?\s+\S/],
  ['ufw commands', /^[^#\n]*\bufw\s+(?:--\S+\s+)?(?:allow|deny|limit|reject|default|insert|route)\b/],
  ['a dump of iptables', /^\s*(?:-A|-P|:)\s?\w+[- ]\S/],
  ['iptables commands', /^[^#\n]*\bip6?tables\s+(?:-w\s+)?-[AIP]\s/],
  ['a list of iptables', /^\s*(?:[\dKMG]+\s+[\dKMG]+\s+)?(?:ACCEPT|DROP|REJECT|LOG)\s+(?:\w+)\s+--\s/],
  ['a rule set of nftables', /^\s*(?:type filter hook|.*\b(?:tcp|udp) dport\b.*|.*\bct state\b.*|elements = \{|.*\bpolicy (?:drop|accept))/],
];
const portsByName: Record<string, number> = { ssh: 22, openssh: 22, postgresql: 5432, redis: 6379, 'http-alt': 8080 };

/** Reads a firewall's rules in any of the forms in which students hand them in; null where a text is none of them. */
export function readRulesText(text: string): RulesText | null {
  const all = text.split('\n').slice(0, 2000).map((line) => line.slice(0, 500));
  // A dump that is commented out as a whole still shows the rules.
  const lines = all.every((line) => /^\s*(?:#|$)/.test(line)) ? all.map((line) => line.replace(/^\s*#+ ?/, '')) : all;
  const counted = forms.map(([form, pattern]) => ({ form, lines: lines.filter((line) => pattern.test(line)) }));
  const [best] = counted.toSorted((a, b) => b.lines.length - a.lines.length);
  if (!best || best.lines.length === 0) return null;
  const ports = best.lines.flatMap((line) => {
    const bare = line.replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?|comment\s+(?:'[^']*'|"[^"]*")|\/\*.*?\*\/|#.*$/g, ' ');
    const numbers = [...bare.matchAll(/(?<![\d./])(\d{2,5})(?:[,:](\d{2,5}))*(?:\/(?:tcp|udp))?(?![\d.])/g)].flatMap(([list]) => list.match(/\d{2,5}/g) ?? []);
    const named = [...bare.toLowerCase().matchAll(/(?:dpt:|^\s*|allow\s+|limit\s+|dport\s+)(ssh|openssh|postgresql|redis|http-alt)\b/g)].map(([, name = '']) => portsByName[name] ?? 0);
    return [...numbers.map(Number), ...named];
  });
  return { form: best.form, rules: best.lines.length, ports: new Set(ports) };
}
