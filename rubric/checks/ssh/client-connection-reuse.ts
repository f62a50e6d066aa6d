import { defineCheck } from '../../check.ts';
import type { SshClientHost } from '../../probes/ssh-client.ts';
import { type ClientItem, clientSetting } from './client-items.ts';
import { judgeClient } from './judge-client.ts';

const sharingProblems: Record<SshClientHost['socketFolder'], string> = {
  none: 'no path for the socket of a shared connection',
  missing: 'the folder of its socket does not exist, so connecting fails',
  'not-writable': 'the folder of its socket is not yours to write to, so connecting fails',
  usable: 'connections are not shared',
};

/** ControlMaster with a socket that can be made, ControlPersist, ServerAliveInterval. */
export const clientConnectionReuse = defineCheck({
  id: 'ssh.client-connection-reuse',
  title: 'SSH connections are reused and kept alive',
  expected: 'connections to GPU nodes that are shared by way of a socket in a folder that exists, outlive the first session, and are kept alive',
  hint: 'Three settings of the client make later sessions use the first connection; the folder that their socket lies in is yours to make. A fourth keeps a quiet connection from being dropped on the way.',
  needs: ['ssh-client'],
  evaluate({ 'ssh-client': client }) {
    return judgeClient(client, ['gpu'], (host): ClientItem[] => {
      const shares = !['', 'false', 'no'].includes(clientSetting(host, 'controlmaster'));
      const persists = !['', 'no', 'false'].includes(clientSetting(host, 'controlpersist'));
      const staysAlive = Number.parseInt(clientSetting(host, 'serveraliveinterval'), 10) > 0;
      return [
        { done: shares && host.socketFolder === 'usable', missing: sharingProblems[shares ? host.socketFolder : 'usable'] },
        { done: persists, missing: 'a shared connection ends with its first session' },
        { done: staysAlive, missing: 'a quiet connection is not kept alive' },
      ];
    });
  },
});
