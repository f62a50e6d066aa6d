import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { canonicalAddress } from '../network/address.ts';
import type { NetplanFile } from '../probes/netplan-files.ts';
import type { ConfigLine, ResolverFiles } from '../probes/resolver-files.ts';

/** A DNS server or a search domain that somebody wrote down. */
export interface Setting {
  kind: 'server' | 'domain';
  value: string;
  /** File and line, or the file. */
  place: string;
}

const serverKeys = /^(?:DNS|nameservers?|dns-nameservers?|server|forward-addr|forwarders|name_servers|static domain_name_servers|(?:supersede|prepend|append) domain-name-servers)(?=[\s=:])/i;
const domainKeys = /^(?:Domains|dns-search|dns-domain|search|domain|local|static domain_search|static domain_name|(?:supersede|prepend|append) domain-(?:search|name))(?=[\s=:])/i;

/** Everything about DNS that stands in the administrator's files, resolved.conf included. Netplan's cloud-init file is the provider's. */
export function writtenSettings(files: ResolverFiles, netplan: readonly NetplanFile[]): Setting[] {
  return [...resolvedSettings(files.resolved), ...files.others.flatMap(readSetting), ...netplan.flatMap(netplanSettings)];
}

/**
 * DNS= and Domains= as systemd-resolved merges them (resolved.conf(5)): the first main file there is, then the drop-ins
 * of all folders by name, one of a name only; lists add up, an empty value starts afresh.
 */
export function resolvedSettings(lines: readonly ConfigLine[]): Setting[] {
  const paths = [...new Set(lines.map(({ path }) => path))];
  const main = paths.find((path) => path.endsWith('/resolved.conf'));
  const dropIns = new Map<string, string>();
  for (const path of paths.filter((one) => one.includes('/resolved.conf.d/'))) {
    const name = path.split('/').at(-1) ?? '';
    if (!dropIns.has(name)) dropIns.set(name, path);
  }
  const order = [...(main === undefined ? [] : [main]), ...[...dropIns.keys()].toSorted().flatMap((name) => dropIns.get(name) ?? [])];

  let settings: Setting[] = [];
  for (const path of order) {
    let section = '';
    for (const line of lines.filter((one) => one.path === path)) {
      section = /^\[(.*)\]$/.exec(line.text)?.[1] ?? section;
      const [, key, value] = /^(DNS|Domains)\s*=\s*(.*)$/.exec(line.text) ?? [];
      if (key === undefined || section !== 'Resolve') continue;
      const kind = key === 'DNS' ? 'server' : 'domain';
      if (value === '') settings = settings.filter((setting) => setting.kind !== kind);
      settings.push(...readSetting(line));
    }
  }
  return settings;
}

function readSetting({ path, line, text }: ConfigLine): Setting[] {
  const place = `${path}:${line}`;
  const words = text.replace(/\s#.*/, '').split(/[\s,;={}"'/]+/).slice(1);
  if (serverKeys.test(text)) {
    return words.flatMap((word) => {
      const value = canonicalAddress(word.replace(/#.*/, '').replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'));
      return value === null ? [] : [{ kind: 'server', value, place }];
    });
  }
  if (!domainKeys.test(text)) return [];
  const names = words.map((word) => word.replace(/^~/, '').replace(/\.$/, ''));
  return names.filter((name) => /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(name) && !/^(domain|static)[_-]/.test(name)).map((value) => ({ kind: 'domain', value, place }));
}

const words = z.array(z.coerce.string()).catch([]);
const nameservers = z.object({ addresses: words, search: words });

function netplanSettings({ path, text }: NetplanFile): Setting[] {
  if (path.endsWith('/50-cloud-init.yaml')) return [];
  let document: unknown;
  try {
    document = parseYaml(text);
  } catch {
    return []; // Judged where netplan is the subject.
  }
  const found: Setting[] = [];
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, child] of Object.entries(value)) {
      if (key !== 'nameservers') visit(child);
      const { addresses, search } = (key === 'nameservers' && nameservers.safeParse(child).data) || { addresses: [], search: [] };
      found.push(...addresses.flatMap((one) => mapServer(canonicalAddress(one), path)));
      found.push(...search.map((name) => ({ kind: 'domain' as const, value: name, place: path })));
    }
  };
  visit(document);
  return found;
}

function mapServer(value: string | null, place: string): Setting[] {
  return value === null ? [] : [{ kind: 'server', value, place }];
}
