import { defineProbe } from '../probe.ts';
import { readSections } from './sections.ts';

/** A tool that is not what its Debian package holds. */
export interface ToolFault {
  tool: string;
  /** What is the matter with it, a clause: `/usr/sbin/ufw differs from the file in the package ufw`. */
  fault: string;
}

/** Tools that every probe is made of. */
export const commonTools = ['sudo', 'sh', 'awk', 'cat', 'grep', 'head', 'sed', 'tail', 'timeout', 'readlink'] as const;

/** Tools that probes ask about the machine. */
const askedTools = [
  'iptables-save', 'ip6tables-save', 'nft', 'ufw', 'ss', 'ip', 'sshd', 'ssh', 'ssh-keygen', 'getent', 'resolvectl', 'busctl',
  'dig', 'host', 'docker', 'iperf3', 'tcpdump', 'ping', 'ethtool', 'nsenter', 'perl', 'bash', 'wg', 'dpkg',
] as const;

/** Those that are scripts on sound systems, too: ufw is Python, and podman's docker a shell script. */
const scripts = new Set<string>(['ufw', 'docker']);

export const knownTools: readonly string[] = [...commonTools, ...askedTools];

/**
 * Whether the tools asked are the packages' own: to whom the file behind each belongs (dpkg-query(1), with diversions),
 * `dpkg --verify` on those packages, whether a script stands where a program belongs, which no
 * edited checksum hides, and what ld.so loads into every program. Files other than programs are passed over.
 */
export const packageIntegrity = defineProbe({
  id: 'package-integrity',
  runAs: 'root',
  command: `command -v dpkg-query >/dev/null && command -v dpkg >/dev/null || exit 127
paths= files=
for tool in ${knownTools.join(' ')}; do
  path=$(command -v "$tool") || continue
  case $path in /*) ;; *) path=/usr/bin/$tool ;; esac
  real=$(readlink -f "$path")
  echo "@@ tool $tool $path $real"
  paths="$paths $path $real" files="$files $real"
  for folder in /usr/local/sbin /usr/local/bin; do
    case $tool in sudo | sh) [ -e "$folder/$tool" ] && echo "@@ before $tool $folder/$tool" ;; esac
  done
done
# Since /bin is a link to /usr/bin, packages list their files under either name.
paths=$(for path in $paths; do
  echo "$path"
  case $path in /usr/bin/* | /usr/sbin/* | /usr/lib/*) echo "\${path#/usr}" ;; esac
done | sort -u)
echo '@@ owners'
owners=$(dpkg-query -S $paths 2>/dev/null)
echo "$owners"
echo '@@ verify'
packages=$(echo "$owners" | awk -F': ' '!/ diversion |^diversion / { gsub(/, /, "\\n", $1); print $1 }' | sort -u)
altered=$(dpkg --verify $packages 2>/dev/null | awk '$2 != "c" && /\\/s?bin\\/|\\/lib\\// && !/\\/(doc|man|locale)\\// { print $NF }')
for file in $altered; do echo "$file"; done
echo '@@ altered'
[ -z "$altered" ] || dpkg-query -S $altered 2>/dev/null
# Two bytes of each tool's file in turn: \`#!\`, or those of a program, whose first cannot be printed.
echo '@@ begin'
head -qc 2 $files | tr '\\177' E
echo
echo '@@ preload'
head -c 500 /etc/ld.so.preload 2>/dev/null
exit 0`,
  timeoutSeconds: 15,
  parse(output): ToolFault[] {
    if (output.exit !== 0) return [];
    const sections = readSections(output.stdout);
    const linesOf = (name: string) => sections.find(({ words }) => words[0] === name)?.lines ?? [];
    const owners = ownersIn(linesOf('owners'));
    const diverted = new Set(linesOf('owners').flatMap((line) => /^local diversion from: (\S+)$/.exec(line)?.[1] ?? []));
    const altered = ownersIn(linesOf('altered'));
    const tools = sections.filter(({ words }) => words[0] === 'tool');
    const [begin = ''] = linesOf('begin');
    const faults: ToolFault[] = [];
    const isScript = (name: string) =>
      begin.length === 2 * tools.length && !scripts.has(name) && begin.slice(2 * tools.findIndex(({ words }) => words[1] === name)).startsWith('#!');
    for (const { words } of sections) {
      const [kind, tool = '', path = '', real = ''] = words;
      if (kind === 'before') faults.push({ tool, fault: `${path} stands before the system’s own ${tool}` });
      if (kind !== 'tool') continue;
      const names = [...new Set([path, real].flatMap((name) => [name, name.replace(/^\/usr(?=\/(?:s?bin|lib)\/)/, '')]))];
      const owner = owners.get(real) ?? owners.get(real.replace(/^\/usr/, ''));
      const files = linesOf('verify').filter((file) => owner !== undefined && altered.get(file) === owner);
      if (names.some((name) => diverted.has(name))) faults.push({ tool, fault: `${path} is diverted from its package’s file by hand` });
      else if (isScript(tool)) faults.push({ tool, fault: `${real} is a script, and every system has a program there` });
      else if (owner === undefined) faults.push({ tool, fault: `${real || path} belongs to no package` });
      else if (files.length > 0) faults.push({ tool, fault: `${files.slice(0, 2).join(' and ')} ${files.length === 1 ? 'is' : 'are'} not as in the package ${owner}` });
    }
    const [preloaded] = linesOf('preload');
    if (preloaded !== undefined) faults.push({ tool: 'sh', fault: `/etc/ld.so.preload loads ${preloaded.slice(0, 100)} into every program` });
    return faults;
  },
});

/** `iptables: /usr/sbin/iptables-nft-save` → file → package. */
function ownersIn(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, owner = '', file] = /^([a-z0-9][a-z0-9+.:, -]*): (\/\S+)$/.exec(line) ?? [];
      return file === undefined || owner.includes('diversion') ? [] : [[file, owner.split(/[:,]/)[0] ?? owner]];
    }),
  );
}
