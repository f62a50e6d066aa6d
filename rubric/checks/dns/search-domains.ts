import { defineCheck, failed, isAvailable, notGradable, passed } from '../../check.ts';
import { resolverInForce, unknownResolver } from '../../resolver/in-force.ts';

/** Any search or route domain in force that somebody configured; one that DHCP handed out is the stock machine's. */
export const searchDomains = defineCheck({
  id: 'dns.search-domains',
  title: 'Search domains are configured',
  expected: 'the resolver in force has a search or routing domain that was configured on this machine',
  hint: 'A resolver can be told which domains are the platform’s own, so that short names are looked up there.',
  needs: ['resolv-conf'],
  uses: ['resolved', 'resolver-files', 'netplan-files'],
  evaluate({ 'resolv-conf': resolvConf, resolved, 'resolver-files': files, 'netplan-files': netplan }) {
    const resolver = resolverInForce(resolvConf, resolved, files, netplan);
    if (!resolver) return notGradable(unknownResolver);
    const onPurpose = resolver.domains.filter(({ place }) => place !== null);
    if (onPurpose.length > 0) return passed({ seen: `names are searched in ${onPurpose.map(({ value }) => value).join(', ')}`, where: onPurpose[0]?.place ?? '' });

    const written = resolver.written.filter(({ kind }) => kind === 'domain');
    if (written[0]) {
      return failed({
        seen: `${written.map(({ value }) => value).join(', ')} ${written.length === 1 ? 'is' : 'are'} written down, and the resolver in force does not search there`,
        where: written[0].place,
        hint: 'The resolver reads its files when it starts. If it was restarted, something else answers look-ups: follow /etc/resolv.conf to it.',
      });
    }
    const given = resolver.domains.map(({ value }) => value).join(', ');
    if (!isAvailable(files) && given !== '') return notGradable({ seen: `names are searched in ${given}, and the files that say why need root to read` });
    return failed({ seen: given === '' ? 'no search domain is in force' : `only ${given} is searched, as DHCP or the image set it up` });
  },
});
