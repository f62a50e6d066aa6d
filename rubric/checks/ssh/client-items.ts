import type { SshClient, SshClientHost } from '../../probes/ssh-client.ts';

/** One thing that the client configuration should do; `missing` says what is not so, after the host’s name and a colon. */
export interface ClientItem {
  done: boolean;
  missing: string;
}

export function clientSetting(host: SshClientHost, keyword: string): string {
  return host.settings.get(keyword)?.[0] ?? '';
}

/** The short name leads somewhere: ssh, or the machine's own host table, has an address for it. */
export function leadsSomewhere(host: SshClientHost): ClientItem {
  const done = clientSetting(host, 'hostname') !== host.name || host.address !== null;
  return { done, missing: 'no address of its own' };
}

/** A user was chosen. One that equals the student's login counts if the configuration names it. */
export function choosesUser(host: SshClientHost, client: SshClient, login: string): ClientItem {
  const user = clientSetting(host, 'user');
  return { done: user !== '' && (user !== login || client.usersNamed.includes(user)), missing: 'no user' };
}

/** An identity was chosen, whichever it is: ssh no longer tries its list of default names. */
export function choosesIdentity(host: SshClientHost, { defaultIdentities }: SshClient): ClientItem {
  const identities = host.settings.get('identityfile') ?? [];
  const done = identities.length > 0 && identities.join('\n') !== defaultIdentities.join('\n');
  return { done, missing: 'no identity file' };
}
