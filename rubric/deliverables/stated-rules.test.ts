import { expect, test } from 'vitest';
import { statedRules } from './stated-rules.ts';

const status = `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)

To                         Action      From
--                         ------      ----
22/tcp                     LIMIT IN    Anywhere                   # SSH access
8080,8443/tcp              ALLOW IN    Anywhere
9000:9002/tcp              ALLOW IN    Anywhere
5432                       ALLOW IN    192.168.1.0/24             # PostgreSQL internal only
53/udp                     ALLOW IN    Anywhere
23/tcp                     DENY IN     Anywhere
23/tcp                     ALLOW IN    Anywhere
8080/tcp (v6)              ALLOW IN    Anywhere (v6)
`;

function ports(text: string): [string | null, Record<string, string>] | null {
  const stated = statedRules(text);
  return stated?.kind === 'ports' ? [stated.incoming, Object.fromEntries(stated.ports)] : null;
}

test('a status says whom each port is open to, the first row winning', () => {
  const open = { 22: 'all', 8080: 'all', 8443: 'all', 9000: 'all', 9001: 'all', 9002: 'all', 5432: 'some', 23: 'none' };
  expect(ports(status)).toEqual(['deny', open]);
  expect(ports(status.split('\n').map((line) => `# ${line}`).join('\n'))).toEqual(['deny', open]);
});

test('commands say the same; a later one takes the earlier one’s place', () => {
  const script = `#!/bin/bash
sudo ufw default deny incoming
sudo ufw default allow outgoing
sudo ufw allow 22/tcp comment 'SSH access'
ufw deny 22/tcp
sudo ufw allow from 192.168.1.0/24 to any port 6379 proto tcp  # redis
ufw allow OpenSSH
#ufw allow 9090/tcp
ufw --force enable
`;
  expect(ports(script)).toEqual(['deny', { 22: 'none', 6379: 'some' }]);
});

test('what calculates, deletes, or is no rules says nothing that could be compared', () => {
  expect(statedRules('for port in 8080 9090; do ufw allow $port/tcp; done\nufw allow $port/tcp\n')).toBeNull();
  expect(statedRules('ufw allow 22/tcp\nufw delete allow 22/tcp\n')).toBeNull();
  expect(statedRules('Status: inactive\nThe firewall works.')).toBeNull();
  expect(statedRules(':INPUT DROP [0:0]\n')).toBeNull();
});

test('garbage of any size is read in time', () => {
  for (const seed of ['1,', '1:', 'ufw ', 'ufw allow ', '8080 ALLOW ', ' ']) expect(statedRules(`Status: active\n${seed.repeat(30_000)}`)).not.toBeUndefined();
});
