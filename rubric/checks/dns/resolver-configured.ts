import { defineCheck, failed, isAvailable, notGradable, passed } from '../../check.ts';
import { resolverInForce, unknownResolver } from '../../resolver/in-force.ts';
import { listenersOf } from '../../network/listeners.ts';

/**
 * Servers in force that somebody configured, by whatever service. Those that DHCP handed out, a provider's cloud-init
 * file or a fallback built into the software are the stock machine's. Whether they can be reached is not tested.
 */
export const resolverConfigured = defineCheck({
  id: 'dns.resolver-configured',
  title: 'DNS servers are configured on purpose',
  expected: 'the resolver in force asks DNS servers that were configured on this machine',
  hint: 'Find out which service answers look-ups on this machine, give it servers in its own configuration, and have it read that again.',
  needs: ['resolv-conf'],
  uses: ['resolved', 'resolver-files', 'netplan-files', 'ss-listening', 'proc-net'],
  evaluate({ 'resolv-conf': resolvConf, resolved, 'resolver-files': files, 'netplan-files': netplan, 'ss-listening': ss, 'proc-net': kernel }) {
    const resolver = resolverInForce(resolvConf, resolved, files, netplan);
    if (!resolver) return notGradable(unknownResolver);
    const written = resolver.written.filter(({ kind }) => kind === 'server');
    const onPurpose = resolver.servers.filter(({ place }) => place !== null);
    const listeners = listenersOf(ss, kernel);

    if (resolver.path === 'local' && listeners && !listeners.some(({ port }) => port === 53)) {
      return failed({
        seen: `look-ups go to ${resolvConf.servers.join(', ')}, and nothing on this machine listens there`,
        where: '/etc/resolv.conf',
        hint: 'The name server on this machine is not running; its log says why.',
      });
    }
    if (onPurpose.length > 0) {
      return passed({ seen: `look-ups go to ${onPurpose.map(({ value }) => value).join(', ')}`, where: onPurpose[0]?.place ?? '' });
    }
    const values = written.map(({ value }) => value).join(', ');
    if (written[0] && resolver.path !== 'none') {
      return failed({
        seen: `${values} ${written.length === 1 ? 'is' : 'are'} written down, and ${asked(resolver.servers)}`,
        where: written[0].place,
        hint:
          resolver.path === 'resolved'
            ? 'The running resolver does not know what the file says: it reads its files when it starts.'
            : 'Something else than the service you configured answers look-ups: follow /etc/resolv.conf to it.',
      });
    }
    if (written[0]) return failed({ seen: `${values} ${written.length === 1 ? 'is' : 'are'} written down, and no resolver that reads it is running`, where: written[0].place });
    if (!isAvailable(files) && resolver.servers.length > 0) return notGradable({ seen: `${asked(resolver.servers)}, and the files that say why need root to read` });
    const where = sourceOf(resolver.path);
    if (resolver.servers.length === 0) return failed({ seen: 'no DNS servers are configured', where });
    if (resolver.servers.some(({ leased }) => leased)) return failed({ seen: `${asked(resolver.servers)}, as DHCP told it`, where });
    const seen = `${asked(resolver.servers)}, and no file of yours on the machine says so`;
    return failed({ seen, where, review: `${seen}: the image's own setting, or one made by hand that the next restart forgets` });
  },
});

function asked(servers: readonly { value: string }[]): string {
  return servers.length === 0 ? 'the resolver in force asks no server' : `the resolver in force asks ${servers.map(({ value }) => value).join(', ')}`;
}

function sourceOf(path: string): string {
  return path === 'resolved' ? 'resolvectl status' : '/etc/resolv.conf';
}
