import { defineProbe, toolMissing } from '../probe.ts';
import { readSections, type Section } from './sections.ts';

export type SshClientRole = 'gpu' | 'bastion' | 'internal';

/** What `ssh NAME` would do, by `ssh -G NAME` as the student (ssh_config(5)). */
export interface SshClientHost {
  role: SshClientRole;
  name: string;
  /** False where ssh refuses its configuration; `complaint` holds its words. */
  accepted: boolean;
  complaint: string;
  /** Keyword → values, as `ssh -G` prints them. */
  settings: ReadonlyMap<string, readonly string[]>;
  /** Address of the bare name in the host's own files; null where they do not have it. */
  address: string | null;
  /** The folder for the sockets of shared connections, as the student finds it. */
  socketFolder: 'none' | 'missing' | 'not-writable' | 'usable';
}

export interface SshClient {
  missing: boolean;
  hosts: SshClientHost[];
  /** Identity files that ssh tries where nothing is configured. */
  defaultIdentities: readonly string[];
  /** Names on User lines of ~/.ssh/config: tells a chosen name from the default when both are the same. */
  usersNamed: string[];
}

/** The names come from the rubric's parameters ssh_gpu_nodes, ssh_bastion and ssh_internal_hosts. */
export const sshClient = defineProbe({
  id: 'ssh-client',
  tools: ['ssh'],
  runAs: 'login',
  command: `command -v ssh >/dev/null || exit 127
keywords='user|hostname|port|identityfile|controlmaster|controlpath|controlpersist|serveraliveinterval|proxyjump|proxycommand|stricthostkeychecking'
ask() { # role name
  answer=$(ssh -G "$2" </dev/null 2>&1) && accepted=yes || accepted=no
  path=$(printf '%s\\n' "$answer" | sed -n 's/^controlpath //p')
  folder=none
  if [ "\${path:-none}" != none ]; then
    folder=missing
    [ -d "\${path%/*}" ] && folder=not-writable
    [ -w "\${path%/*}" ] && [ -d "\${path%/*}" ] && folder=usable
  fi
  address=$(getent -s files hosts "$2" | sed -n '1s/ .*//p')
  printf '@@ %s %s %s %s %s\\n' "$1" "$2" "$accepted" "$folder" "\${address:--}"
  if [ "$accepted" = no ]; then
    printf '%s\\n' "$answer" | tail -n 5
  else
    printf '%s\\n' "$answer" | grep -E "^($keywords) "
  fi
}
for name in $NG_SSH_GPU_NODES; do ask gpu "$name"; done
for name in $NG_SSH_BASTION; do ask bastion "$name"; done
for name in $NG_SSH_INTERNAL_HOSTS; do ask internal "$name"; done
printf '@@ default\\n'
ssh -F none -G localhost </dev/null 2>/dev/null | grep '^identityfile '
printf '@@ users\\n'
[ -r "$NG_HOME/.ssh/config" ] && sed -n 's/^[[:space:]]*[Uu][Ss][Ee][Rr][[:space:]=]\\{1,\\}//p' "$NG_HOME/.ssh/config"
exit 0`,
  parse(output): SshClient {
    const sections = readSections(output.stdout);
    const linesOf = (heading: string) => sections.find(({ words }) => words[0] === heading)?.lines ?? [];
    return {
      missing: toolMissing(output),
      hosts: sections.flatMap(readHost),
      defaultIdentities: linesOf('default').map((line) => line.slice('identityfile '.length)),
      usersNamed: linesOf('users').map((line) => line.trim()),
    };
  },
});

const roles: readonly string[] = ['gpu', 'bastion', 'internal'] satisfies SshClientRole[];
const folders: readonly string[] = ['none', 'missing', 'not-writable', 'usable'] satisfies SshClientHost['socketFolder'][];

function readHost({ words: [role, name, accepted, folder, address], lines }: Section): SshClientHost[] {
  if (role === undefined || name === undefined || !roles.includes(role)) return [];
  const settings = new Map<string, string[]>();
  for (const line of lines) {
    const cut = line.indexOf(' ');
    const keyword = line.slice(0, cut);
    settings.set(keyword, [...(settings.get(keyword) ?? []), line.slice(cut + 1)]);
  }
  return [
    {
      role: role as SshClientRole,
      name,
      accepted: accepted === 'yes',
      complaint: accepted === 'yes' ? '' : lines.join('\n'),
      settings,
      address: address === undefined || address === '-' ? null : address,
      socketFolder: (folders.includes(folder ?? '') ? folder : 'none') as SshClientHost['socketFolder'],
    },
  ];
}
