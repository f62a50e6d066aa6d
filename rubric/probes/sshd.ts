import { defineProbe, toolMissing } from '../probe.ts';
import { readSections } from './sections.ts';
import { effectiveSshd } from './sshd-command.ts';

/** Keyword (lower case, as `sshd -T` prints it) → its values; one that may stand several times has several. */
export type SshdSettings = ReadonlyMap<string, readonly string[]>;

export interface SshdAccount {
  name: string;
  groups: string[];
  /** What the configuration files decide for this account, coming from the worker; null where sshd could not say. */
  settings: SshdSettings | null;
}

export interface SshdEvidence {
  /** True where the host has no OpenSSH daemon. */
  missing: boolean;
  /** `sshd -t` accepts the configuration: the daemon would start with it. */
  loads: boolean;
  /** What `sshd -t` printed: errors by file and line, warnings. */
  complaints: string;
  login: SshdAccount;
  root: SshdAccount;
  /** The account of the visit itself: what the outside witness saw was offered to this one. */
  grader: SshdAccount;
  /** The student's account again, coming from an address that belongs to nobody (RFC 5737). */
  stranger: SshdAccount;
}

const strangersAddress = '203.0.113.77';

/** The daemon's effective configuration by its own word (sshd(8): -t, -T, -C), for three accounts, and for a stranger. */
export const sshd = defineProbe({
  id: 'sshd',
  tools: ['sshd'],
  runAs: 'root',
  command: `${effectiveSshd}
complaints=$("$sshd" -t $options 2>&1)
printf '@@ test %s\\n%s\\n' $? "$complaints"
printf '@@ stranger %s\\n' "$NG_LOGIN"
effective "$NG_LOGIN" ${strangersAddress} 2>/dev/null
for role in login root grader; do
  case $role in login) name=$NG_LOGIN ;; root) name=root ;; grader) name=$grader ;; esac
  printf '@@ %s %s %s\\n' "$role" "$name" "$(id -Gn "$name" | tr ' ' ,)"
  effective "$name" 2>/dev/null
done`,
  parse(output): SshdEvidence {
    const sections = readSections(output.stdout);
    const test = sections.find(({ words }) => words[0] === 'test');
    const account = (role: string): SshdAccount => {
      const section = sections.find(({ words }) => words[0] === role);
      const settings = readSettings(section?.lines ?? []);
      return {
        name: section?.words[1] ?? '',
        groups: section?.words[2]?.split(',') ?? [],
        settings: settings.size > 0 ? settings : null,
      };
    };
    return {
      missing: toolMissing(output),
      loads: test?.words[1] === '0',
      complaints: test?.lines.join('\n').trim() ?? '',
      login: account('login'),
      root: account('root'),
      grader: account('grader'),
      stranger: account('stranger'),
    };
  },
});

function readSettings(lines: readonly string[]): SshdSettings {
  const settings = new Map<string, string[]>();
  for (const line of lines) {
    const [, keyword, value] = /^([a-z0-9]+) (.*)$/i.exec(line) ?? [];
    if (keyword === undefined || value === undefined) continue;
    settings.set(keyword.toLowerCase(), [...(settings.get(keyword.toLowerCase()) ?? []), value.trim()]);
  }
  return settings;
}
