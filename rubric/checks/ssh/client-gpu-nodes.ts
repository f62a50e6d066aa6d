import { defineCheck } from '../../check.ts';
import { choosesIdentity, choosesUser, clientSetting, leadsSomewhere } from './client-items.ts';
import { judgeClient } from './judge-client.ts';

/** Any user, address and key will do. Turning host key checking off undoes what the rest is for. */
export const clientGpuNodes = defineCheck({
  id: 'ssh.client-gpu-nodes',
  title: 'The SSH client knows the GPU nodes',
  expected: 'for each GPU node an address, a user and an identity file, with host keys checked',
  hint: 'The client’s configuration has blocks by host name or pattern. It can tell you what it would do for a name without connecting.',
  needs: ['ssh-client'],
  evaluate({ 'ssh-client': client }, { target: { login } }) {
    return judgeClient(client, ['gpu'], (host) => {
      const items = [leadsSomewhere(host), choosesUser(host, client, login), choosesIdentity(host, client)];
      if (!['false', 'no', 'off'].includes(clientSetting(host, 'stricthostkeychecking'))) return items;
      return items.map(() => ({ done: false, missing: 'trusted without a look at its host key' }));
    });
  },
});
