import { z } from 'zod';
import { addressOfBytes, canonicalAddress } from '../network/address.ts';
import { defineProbe, parseJson } from '../probe.ts';

export interface ResolvedSetting {
  value: string;
  /** `global`: of resolved's own configuration. `link`: of an interface. `unknown`: an old version did not say. */
  scope: 'global' | 'link' | 'unknown';
}

/** What the running systemd-resolved asks and where it searches. Fallback servers are the distribution's, and left out. */
export interface Resolved {
  running: boolean;
  servers: ResolvedSetting[];
  /** Search and route domains without `~`; the root is left out. */
  domains: ResolvedSetting[];
}

const dnsProperty = z.object({ type: z.literal('a(iiay)'), data: z.array(z.tuple([z.int(), z.int(), z.array(z.int())])) });
const domainsProperty = z.object({ type: z.literal('a(isb)'), data: z.array(z.tuple([z.int(), z.string(), z.boolean()])) });

/** org.freedesktop.resolve1(5), asked only where it runs: D-Bus would start it otherwise. */
export const resolved = defineProbe({
  id: 'resolved',
  tools: ['resolvectl', 'busctl'],
  command: `systemctl is-active --quiet systemd-resolved 2>/dev/null || { echo inactive; exit 0; }
echo active
manager='org.freedesktop.resolve1 /org/freedesktop/resolve1 org.freedesktop.resolve1.Manager'
busctl --auto-start=no --json=short get-property $manager DNS Domains 2>/dev/null || cat /run/systemd/resolve/resolv.conf`,
  parse(output): Resolved {
    const [state, ...lines] = output.stdout.split('\n');
    if (state !== 'active') return { running: false, servers: [], domains: [] };
    const properties = lines.filter((line) => line.startsWith('{')).map((line) => parseJson({ ...output, stdout: line }));
    const [dns] = properties.flatMap((value) => dnsProperty.safeParse(value).data ?? []);
    const [domains] = properties.flatMap((value) => domainsProperty.safeParse(value).data ?? []);
    if (!dns || !domains) return fromUplinkFile(lines);
    return {
      running: true,
      servers: dns.data.flatMap(([link, , bytes]) => mapAddress(addressOfBytes(bytes), scopeOf(link))),
      domains: domains.data.filter(([, name]) => name !== '.').map(([link, name]) => ({ value: name, scope: scopeOf(link) })),
    };
  },
});

function scopeOf(link: number): ResolvedSetting['scope'] {
  return link === 0 ? 'global' : 'link';
}

function mapAddress(value: string | null, scope: ResolvedSetting['scope']): ResolvedSetting[] {
  return value === null ? [] : [{ value, scope }];
}

/** Without D-Bus: the list that resolved keeps for others, where fallback servers look like any. */
function fromUplinkFile(lines: string[]): Resolved {
  const values = (keyword: string) => lines.filter((line) => line.startsWith(`${keyword} `)).flatMap((line) => line.split(/\s+/).slice(1));
  return {
    running: true,
    servers: values('nameserver').flatMap((server) => mapAddress(canonicalAddress(server), 'unknown')),
    domains: values('search').filter((name) => name !== '.' && name !== '').map((value) => ({ value, scope: 'unknown' })),
  };
}
