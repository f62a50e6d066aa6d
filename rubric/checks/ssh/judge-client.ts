import { type Verdict, failed, notGradable, partial } from '../../check.ts';
import type { SshClient, SshClientHost, SshClientRole } from '../../probes/ssh-client.ts';
import type { ClientItem } from './client-items.ts';

/**
 * Judges items of the client configuration for the hosts of some roles: every item earns its share. A configuration
 * that ssh refuses to read earns nothing.
 */
export function judgeClient(
  client: SshClient,
  roles: readonly SshClientRole[],
  itemsOf: (host: SshClientHost) => ClientItem[],
): Verdict {
  if (client.missing) return failed({ seen: 'there is no ssh client on the machine' });
  const hosts = client.hosts.filter(({ role }) => roles.includes(role));
  const names = hosts.map(({ name }) => name).join(', ');
  const where = hosts.map(({ name }) => `ssh -G ${name}`).join(', ');
  if (hosts.length === 0) {
    const review = 'The rubric’s parameters name no hosts for the SSH client.';
    return notGradable({ seen: 'there was no host to ask ssh about', review });
  }

  const refused = hosts.find(({ accepted }) => !accepted);
  if (refused) {
    return failed({
      seen: 'ssh refuses its configuration',
      where: `ssh -G ${refused.name}`,
      quote: refused.complaint,
      hint: 'ssh names the file and what it does not like about it: an option, or who may write to it.',
    });
  }
  const judged = hosts.map((host) => ({ host, items: itemsOf(host) }));
  const items = judged.flatMap((entry) => entry.items);
  const gaps = judged.flatMap(({ host, items: own }) => {
    const missing = own.filter(({ done }) => !done).map((item) => item.missing);
    return missing.length > 0 ? [`${host.name}: ${missing.join(', ')}`] : [];
  });
  return partial(items.filter(({ done }) => done).length, items.length, {
    seen: gaps.join('; ') || `all of it is set for ${names}`,
    where,
  });
}
