import { defineCheck } from '../../check.ts';
import { choosesIdentity, choosesUser, clientSetting, leadsSomewhere } from './client-items.ts';
import { judgeClient } from './judge-client.ts';

/** ProxyJump, or the ProxyCommand that people wrote before there was one. */
export const clientBastion = defineCheck({
  id: 'ssh.client-bastion',
  title: 'Internal nodes are reached through the bastion',
  expected: 'a bastion with a host name, a user and an identity file, and internal nodes that jump through it as a set user',
  hint: 'One option of the client makes ssh go through another host first; it stands in the block of the hosts behind it.',
  needs: ['ssh-client'],
  evaluate({ 'ssh-client': client }, { target: { login } }) {
    return judgeClient(client, ['bastion', 'internal'], (host) => {
      const user = choosesUser(host, client, login);
      if (host.role === 'bastion') return [leadsSomewhere(host), user, choosesIdentity(host, client)];
      const jump = [clientSetting(host, 'proxyjump'), clientSetting(host, 'proxycommand')];
      const jumps = jump.some((value) => value !== '' && value !== 'none');
      return [{ done: jumps, missing: 'not reached through another host' }, user];
    });
  },
});
