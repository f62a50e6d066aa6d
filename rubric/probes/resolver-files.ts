import { canonicalAddress } from '../network/address.ts';
import { defineProbe } from '../probe.ts';
import { readSections } from './sections.ts';

export interface ConfigLine {
  path: string;
  line: number;
  text: string;
}

export interface ResolverFiles {
  /** Lines that are neither blank nor comments, of resolved.conf(5) and its drop-ins. */
  resolved: ConfigLine[];
  /** Lines about DNS in the files of other services. */
  others: ConfigLine[];
  /** Servers and domains that DHCP handed out, as its clients remember them. */
  leased: string[];
}

const systemdFolders = '/etc/systemd /run/systemd /usr/local/lib/systemd /usr/lib/systemd';

/**
 * Where administrators write down DNS servers and search domains. Of files that may hold secrets (NetworkManager's),
 * only lines about DNS are printed.
 */
export const resolverFiles = defineProbe({
  id: 'resolver-files',
  runAs: 'root',
  command: `show() { # kind pattern file...
  kind=$1 pattern=$2
  shift 2
  for file; do
    [ -f "$file" ] || continue
    echo "@@ $kind $file"
    head -c 32768 "$file" | grep -nE "$pattern" | head -n 60
  done
}
for folder in ${systemdFolders}; do
  show resolved '^[[:space:]]*[^#;[:space:]]' "$folder/resolved.conf" "$folder"/resolved.conf.d/*.conf
done
dns='^[[:space:]]*(DNS|dns|Domains|dns-[a-z]+|nameservers?|search|domain|local|server|forward-addr|forwarders|name_servers|static domain_[a-z_]+|(supersede|prepend|append) domain-[a-z-]+)[[:space:]=:]'
show config "$dns" /etc/systemd/network/*.network /etc/systemd/network/*.network.d/*.conf \\
  /etc/NetworkManager/NetworkManager.conf /etc/NetworkManager/conf.d/*.conf /etc/NetworkManager/system-connections/* \\
  /etc/network/interfaces /etc/network/interfaces.d/* /etc/dhcp/dhclient.conf /etc/dhcpcd.conf \\
  /etc/resolvconf/resolv.conf.d/* /etc/resolvconf.conf /etc/dnsmasq.conf /etc/dnsmasq.d/* \\
  /etc/unbound/unbound.conf /etc/unbound/unbound.conf.d/*.conf /etc/bind/named.conf.options
show lease '[Dd][Nn][Ss]|[Dd][Oo][Mm][Aa][Ii][Nn]' /run/systemd/netif/leases/* /var/lib/dhcp/*.leases /var/lib/dhclient/*.lease* \\
  /var/lib/NetworkManager/*.lease /run/NetworkManager/devices/* /var/lib/dhcpcd/*.lease
exit 0`,
  parse(output): ResolverFiles {
    const sections = readSections(output.stdout);
    const linesOf = (kind: string): ConfigLine[] =>
      sections
        .filter(({ words }) => words[0] === kind)
        .flatMap(({ words, lines }) => lines.flatMap((line) => readLine(words.slice(1).join(' '), line)));
    return {
      resolved: linesOf('resolved'),
      others: linesOf('config'),
      leased: linesOf('lease').flatMap(({ text }) => text.split(/[\s,;="']+/).map((word) => canonicalAddress(word) ?? word)),
    };
  },
});

function readLine(path: string, text: string): ConfigLine[] {
  const [, line, rest = ''] = /^(\d+):(.*)$/.exec(text) ?? [];
  return line === undefined ? [] : [{ path, line: Number(line), text: rest.trim() }];
}
