import { defineCheck, failed, isAvailable, notGradable, passed } from '../../check.ts';
import type { ResolvConf } from '../../probes/resolv-conf.ts';
import type { Resolved } from '../../probes/resolved.ts';
import { type Resolver, resolverInForce, resolvesThere, sameValue, unknownResolver } from '../../resolver/in-force.ts';
import { resolvedSettings, type Setting } from '../../resolver/settings.ts';

/** What is written must be what runs, and every program must be led to the same resolver. */
export const resolverInForceCheck = defineCheck({
  id: 'dns.resolver-in-force',
  title: 'The running resolver agrees with its files',
  expected: 'the running resolver has the servers and domains that its files name, and the system’s look-ups go through it',
  hint: 'Compare what the running resolver says of itself with its files, and see where /etc/resolv.conf and the line “hosts:” of /etc/nsswitch.conf lead.',
  needs: ['resolv-conf'],
  uses: ['resolved', 'resolver-files', 'netplan-files'],
  evaluate({ 'resolv-conf': resolvConf, resolved, 'resolver-files': files, 'netplan-files': netplan }) {
    const sources = resolvConf.hostsSources;
    if (sources !== null && !sources.some((source) => source === 'dns' || source === 'resolve')) {
      return failed({ seen: `programs look names up in ${sources.join(', ')} only, so that no DNS server is ever asked`, where: '/etc/nsswitch.conf' });
    }
    const resolver = resolverInForce(resolvConf, resolved, files, netplan);
    if (!resolver) return notGradable(unknownResolver);
    const written = isAvailable(files) ? resolvedSettings(files.resolved) : [];
    if (resolver.path === 'none') return failed({ seen: 'no resolver is in force', where: '/etc/resolv.conf' });
    if (resolver.path !== 'resolved' || !isAvailable(resolved)) return aroundResolved(resolvConf, written);

    const astray = resolvConf.servers.filter((server) => !server.startsWith('127.0.0.5') && !resolver.servers.some(({ value }) => value === server));
    if (!resolvesThere(resolvConf) && astray.length > 0) {
      return failed({ seen: `systemd-resolved asks ${listOf(resolver, 'servers')}, and /etc/resolv.conf leads other programs to ${astray.join(', ')}`, where: '/etc/resolv.conf' });
    }
    if (!isAvailable(files)) return notGradable({ seen: 'the files of systemd-resolved, with which it would be compared, could not be read' });
    const different = difference(resolved, written, resolvConf);
    if (different) return failed({ ...different, hint: 'The resolver reads its files when it starts; what changed later it does not know yet.' });
    return passed({ seen: `systemd-resolved runs as its files say, with ${listOf(resolver, 'servers')}`, where: 'resolvectl status' });
  },
});

function aroundResolved(resolvConf: ResolvConf, written: Setting[]) {
  const bypassed = written.filter(({ kind, value }) => kind === 'server' && !resolvConf.servers.includes(value));
  if (bypassed[0]) {
    return failed({
      seen: `${bypassed.map(({ value }) => value).join(', ')} ${bypassed.length === 1 ? 'is' : 'are'} written down for systemd-resolved, and look-ups go to ${resolvConf.servers.join(', ')}`,
      where: bypassed[0].place,
    });
  }
  return passed({ seen: `programs ask ${resolvConf.servers.join(', ')}`, where: '/etc/resolv.conf' });
}

/** The first setting that is only written or only running; what an old resolved does not tell apart is left alone. */
function difference(running: Resolved, written: Setting[], resolvConf: ResolvConf): { seen: string; where: string } | null {
  for (const [kind, list, word] of [['server', running.servers, 'server'], ['domain', running.domains, 'domain']] as const) {
    const unread = written.find((setting) => setting.kind === kind && !list.some(({ value }) => sameValue(value, setting.value)));
    if (unread) return { seen: `the file names the ${word} ${unread.value}, and the running resolver does not know it`, where: unread.place };
    const foreign = resolvesThere(resolvConf) ? [] : kind === 'server' ? resolvConf.servers : resolvConf.domains;
    const stale = list.find(
      ({ value, scope }) => scope === 'global' && !foreign.includes(value) && !written.some((setting) => setting.kind === kind && sameValue(setting.value, value)),
    );
    if (stale) return { seen: `the running resolver has the ${word} ${stale.value}, which no file of its names`, where: 'resolvectl status' };
  }
  return null;
}

function listOf(resolver: Resolver, part: 'servers' | 'domains'): string {
  return resolver[part].map(({ value }) => value).join(', ') || 'none';
}
