import { canonicalAddress } from '../network/address.ts';
import { defineProbe } from '../probe.ts';
import { readSections } from './sections.ts';

export interface ResolvConf {
  /** Where /etc/resolv.conf leads; null where there is none. */
  target: string | null;
  servers: string[];
  /** `search` and `domain`, the last line wins (resolv.conf(5)); the root is left out. */
  domains: string[];
  /** True where a program wrote it: it says so at its top, or it lies in /run. */
  generated: boolean;
  /** Sources of the line `hosts:` in nsswitch.conf(5); null where it has none. */
  hostsSources: string[] | null;
}

/** What the C library's own resolver reads. */
export const resolvConf = defineProbe({
  id: 'resolv-conf',
  command: `echo "@@ resolv.conf $(readlink -f /etc/resolv.conf)"
head -c 8192 /etc/resolv.conf 2>/dev/null
echo
echo '@@ nsswitch'
grep -E '^[[:space:]]*hosts:' /etc/nsswitch.conf 2>/dev/null
exit 0`,
  parse(output): ResolvConf {
    const sections = readSections(output.stdout);
    const file = sections.find(({ words }) => words[0] === 'resolv.conf');
    const lines = file?.lines ?? [];
    const values = (keyword: RegExp) => lines.filter((line) => keyword.test(line)).map((line) => line.trim().split(/\s+/).slice(1));
    const target = file?.words.slice(1).join(' ') ?? '';
    const hosts = sections.find(({ words }) => words[0] === 'nsswitch')?.lines.at(-1);
    return {
      target: target === '' || lines.length === 0 ? null : target,
      servers: values(/^\s*nameserver\s/).flatMap(([server = '']) => canonicalAddress(server) ?? []),
      domains: (values(/^\s*(search|domain)\s/).at(-1) ?? []).map((name) => name.replace(/\.$/, '')).filter((name) => name !== ''),
      generated: target.startsWith('/run/') || lines.some((line) => /^\s*[#;].*(generated|managed by|automatically|do not edit)/i.test(line)),
      hostsSources: hosts === undefined ? null : hosts.replace(/#.*/, '').replace(/\[[^\][]*\]/g, ' ').trim().split(/\s+/).slice(1),
    };
  },
});
