import { defineCheck, isAvailable, partial } from '../../check.ts';
import { inWords } from './wording.ts';

const hardening = /^\s*(?:PasswordAuthentication\s+no|PermitRootLogin\s+(?:no|prohibit-password|forced-commands-only)|MaxAuthTries\s+\d|MaxSessions\s+\d|LoginGraceTime\s+\d|ClientAliveInterval\s+\d|X11Forwarding\s+no|(?:Kbd|Challenge)\S+Authentication\s+no)/gim;

/** A copy among the deliverables or the file in force: the exercise names both places. */
export const configFiles = defineCheck({
  id: 'documentation.config-files',
  title: 'The configuration files are handed in',
  expected: 'the hardened sshd configuration, the SSH client’s configuration and the hosts file, as copies or in their place on the machine',
  hint: 'Copy the files that you changed into your deliverables, under the names that they have on the machine.',
  needs: ['deliverables'],
  uses: ['sshd-files', 'ssh-client', 'hosts-file'],
  evaluate({ deliverables: { files }, 'sshd-files': sshd, 'ssh-client': client, 'hosts-file': hosts }) {
    const text = (kind: string) => files.flatMap((file) => (file.kind === kind ? [file.text ?? ''] : []));
    const live = isAvailable(sshd) ? sshd.directives.map(({ text: line }) => line).join('\n') : '';
    const liveHosts = isAvailable(hosts) ? [hosts.join('\n')] : [];
    const there = {
      'the sshd configuration': [...text('sshd'), live].some((one) => new Set(one.match(hardening)?.map((line) => line.trim().split(/\s/)[0]?.toLowerCase())).size >= 3),
      'the SSH client’s configuration':
        text('ssh-client').some((one) => /^\s*Host\s+\S/im.test(one) && /^\s*(?:HostName|ProxyJump|IdentityFile|User)\s+\S/im.test(one)) ||
        (isAvailable(client) && client.usersNamed.length > 0),
      'the hosts file': [...text('hosts'), ...liveHosts].some((one) => /^\s*[\da-f.:]+\s+.*\S+\.internal\b/im.test(one)),
    };
    const missing = Object.entries(there).flatMap(([name, found]) => (found ? [] : [name]));
    return partial(3 - missing.length, 3, { seen: missing.length === 0 ? 'all three are there' : `${inWords(missing)} ${missing.length === 1 ? 'is' : 'are'} missing` });
  },
});
