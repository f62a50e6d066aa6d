import { isAvailable } from '../check.ts';
import type { Unavailable } from '../evidence.ts';
import { kindOfAddress } from '../network/address.ts';
import type { NetplanFile } from '../probes/netplan-files.ts';
import type { ResolvConf } from '../probes/resolv-conf.ts';
import type { Resolved, ResolvedSetting } from '../probes/resolved.ts';
import type { ResolverFiles } from '../probes/resolver-files.ts';
import { resolvedSettings, type Setting, writtenSettings } from './settings.ts';

/** How a look-up leaves a program: through systemd-resolved, another server on the machine, or straight to a server. */
export type ResolverPath = 'resolved' | 'local' | 'direct' | 'none';

export interface Resolver {
  path: ResolverPath;
  /** In force now, with the place that set them on purpose; `place` is null where DHCP or a provider did. */
  servers: { value: string; place: string | null; leased: boolean }[];
  domains: { value: string; place: string | null }[];
  written: Setting[];
}

const isStub = (server: string): boolean => server === '127.0.0.53' || server === '127.0.0.54';

/** For a check whose subject is systemd-resolved where it gave no answer. */
export const unknownResolver = { seen: 'look-ups go through systemd-resolved, and what it says of itself could not be read' };

/**
 * What the machine asks and where it searches; null where all goes to systemd-resolved and its answer is missing.
 * Files that could not be read (no root) leave fewer places to be found.
 */
export function resolverInForce(
  resolvConf: ResolvConf,
  resolved: Resolved | Unavailable,
  files: ResolverFiles | Unavailable,
  netplan: NetplanFile[] | Unavailable,
): Resolver | null {
  if (!isAvailable(resolved) && leadsToResolved(resolvConf)) return null;
  const known = isAvailable(files) ? files : { resolved: [], others: [], leased: [] };
  const written = writtenSettings(known, isAvailable(netplan) ? netplan : []);
  const path = pathOf(resolvConf, resolved);
  const running: Resolved = isAvailable(resolved) ? resolved : { running: false, servers: [], domains: [] };

  const byHand = !resolvConf.generated;
  const placeOf = (kind: Setting['kind'], value: string, scope: ResolvedSetting['scope']): string | null => {
    const setting = written.find((one) => one.kind === kind && sameValue(one.value, value));
    if (setting) return setting.place;
    if (known.leased.some((one) => sameValue(one, value))) return null;
    const inResolvConf = (kind === 'server' ? resolvConf.servers : resolvConf.domains).some((one) => sameValue(one, value));
    // systemd-resolved takes over a resolv.conf that others wrote; what else is global somebody configured.
    if (scope === 'global' && !resolvesThere(resolvConf) && inResolvConf) return byHand ? '/etc/resolv.conf' : null;
    if (scope === 'global') return 'resolvectl status, Global';
    return path !== 'resolved' && byHand && inResolvConf ? '/etc/resolv.conf' : null;
  };
  const adopts = path === 'resolved' && isAvailable(files) && !resolvesThere(resolvConf) && resolvedSettings(known.resolved).length === 0;
  const inForce = adopts ? adopting(running, resolvConf) : path === 'resolved' ? running : path === 'none' ? { servers: [], domains: [] } : fromFile(resolvConf);
  const upstream = written.filter(({ kind, place }) => kind === 'server' && /dnsmasq|unbound|bind/.test(place));
  const servers = path === 'local' && upstream.length > 0 ? upstream.map(({ value }) => ofUnknownScope(value)) : inForce.servers;
  return {
    path,
    servers: servers.map(({ value, scope }) => ({
      value,
      place: placeOf('server', value, scope),
      leased: known.leased.some((one) => sameValue(one, value)),
    })),
    domains: inForce.domains.map(({ value, scope }) => ({ value, place: placeOf('domain', value, scope) })),
    written,
  };
}

function pathOf(resolvConf: ResolvConf, resolved: Resolved | Unavailable): ResolverPath {
  const runs = isAvailable(resolved) && resolved.running;
  const { servers } = resolvConf;
  if (runs && leadsToResolved(resolvConf)) return 'resolved';
  if (servers.every(isStub)) return 'none';
  return servers.every((server) => kindOfAddress(server) === 'loopback') ? 'local' : 'direct';
}

function leadsToResolved(resolvConf: ResolvConf): boolean {
  return resolvConf.servers.some(isStub) || resolvesThere(resolvConf) || resolvConf.hostsSources?.includes('resolve') === true;
}

/** True where /etc/resolv.conf is one of the files that systemd-resolved keeps. */
export function resolvesThere({ target }: ResolvConf): boolean {
  return /^\/(run|usr\/lib)\/systemd\//.test(target ?? '');
}

/**
 * systemd-resolved with nothing of its own takes over a resolv.conf that others keep, and reads it anew only at the
 * next look-up (manager_read_resolv_conf): whether one came before our visit must not decide.
 */
function adopting(running: Resolved, { servers, domains }: ResolvConf): Pick<Resolved, 'servers' | 'domains'> {
  const upstream = servers.filter((server) => !isStub(server));
  return {
    servers: [...upstream.map(ofGlobalScope), ...running.servers.filter(isOfLink)],
    domains: [...domains.map(ofGlobalScope), ...running.domains.filter(isOfLink)],
  };
}

function ofGlobalScope(value: string): ResolvedSetting {
  return { value, scope: 'global' };
}

function isOfLink({ scope }: ResolvedSetting): boolean {
  return scope === 'link';
}

function fromFile({ servers, domains }: ResolvConf): Pick<Resolved, 'servers' | 'domains'> {
  return { servers: servers.map(ofUnknownScope), domains: domains.map(ofUnknownScope) };
}

function ofUnknownScope(value: string): ResolvedSetting {
  return { value, scope: 'unknown' };
}

/** Domain names are the same in any case (RFC 4343). */
export function sameValue(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
