import fc from 'fast-check';
import { port } from './pools.ts';

const command = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('allow', 'allow', 'deny', 'reject'), port, fc.constantFrom('', '/tcp', '/udp')).map(([what, to, protocol]) => `${what} ${to}${protocol}`) },
  { weight: 2, arbitrary: port.map((to) => `limit ${to}/tcp`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('allow', 'deny'), fc.constantFrom('10.0.0.0/8', '192.168.100.0/24', '203.0.113.9', 'fd00::/8'), port).map(([what, from, to]) => `${what} from ${from} to any port ${to} proto tcp`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('allow', 'deny', 'reject'), fc.constantFrom('eth0', 'ens1'), port).map(([what, device, to]) => `${what} in on ${device} to any port ${to}`) },
  { weight: 1, arbitrary: fc.constantFrom('allow log 3000/tcp', 'allow proto tcp to any port 80,443,8080:8090', 'insert 1 deny 9090/tcp', 'allow from any port 30000:50000 proto udp to any port 53', 'allow OpenSSH', 'route allow in on eth0 out on docker0 to any port 80 proto tcp', 'route allow proto udp to 172.17.0.2') },
);

/** Real ufw commands, run on a copy of its files that only this script sees. */
export const ufwScript: fc.Arbitrary<string> = fc
  .record({
    commands: fc.array(command, { minLength: 1, maxLength: 6 }),
    incoming: fc.constantFrom('deny', 'deny', 'deny', 'reject', 'allow'),
    routed: fc.constantFrom('deny', 'allow'),
    logging: fc.constantFrom('off', 'low', 'high'),
  })
  .map(({ commands, incoming, routed, logging }) => {
    const ordered = [...commands.filter((one) => !one.startsWith('insert')), ...commands.filter((one) => one.startsWith('insert'))];
    return `copy=$(mktemp -d); trap 'rm -rf "$copy"' EXIT
cp -a /usr/share/ufw "$copy/share"; cp -a /etc/ufw "$copy/etc"; cp /etc/default/ufw "$copy/default"
cp /usr/share/ufw/iptables/user.rules /usr/share/ufw/iptables/user6.rules "$copy/etc"
sed -i 's/^IPT_SYSCTL=.*/IPT_SYSCTL=/; s/^IPT_MODULES=.*/IPT_MODULES=/; s/^IPV6=.*/IPV6=yes/' "$copy/default"
mkdir -p "$copy/etc/applications.d"
printf '[OpenSSH]\\ntitle=x\\ndescription=x\\nports=22/tcp\\n' > "$copy/etc/applications.d/openssh-server"
mount --bind "$copy/etc" /etc/ufw; mount --bind "$copy/default" /etc/default/ufw
{ ufw default ${incoming} incoming; ufw default ${routed} routed; ufw logging ${logging}
${ordered.map((one) => `ufw ${one}`).join('\n')}
ufw --force enable; } > /dev/null`;
  });
