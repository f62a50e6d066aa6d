import type { NamespaceLink, NetworkNamespace, NetworkNamespaces } from '../probes/network-namespaces.ts';

/** One isolated place on the machine: a network namespace of the student's, or a container's. */
export interface Endpoint {
  label: string;
  inode: string;
  /** Ends that lead out of it: what was moved into it. */
  cables: string[];
  addresses: string[];
  /** Whether an end of it is administratively up. */
  up: boolean;
  /** Where ip and the kernel's own table contradict each other. */
  contradiction: string | null;
}

/** Made inside a namespace, they lead nowhere by themselves. */
const insideOnly = new Set(['dummy', 'bridge', 'ifb', 'vrf']);

/** Where these run, a namespace plays another site (the bonus challenges on BGP and WireGuard), which is there to be reached. */
const siteProgram = /^(?:bgpd|zebra|bird6?|wireguard-go|boringtun)$/;

/**
 * The namespaces that a student made, named or held by a process: not those of containers, and not those of services
 * that systemd shuts off (they have no end that leads out, and the probe leaves them away).
 */
export function namespaceEndpoints({ others }: NetworkNamespaces, ofContainers: ReadonlySet<string>): Endpoint[] {
  const own = others.filter(({ inode, processes }) => !ofContainers.has(inode) && !processes.some(({ container }) => container));
  const segments = own.filter(({ processes }) => !processes.some(({ command }) => siteProgram.test(command)));
  return (segments.length >= 2 ? segments : own).map((one) => endpointOf(one, one.names[0] ?? `the namespace of ${one.processes[0]?.command ?? 'a process'} (${one.inode})`));
}

/** What a namespace is good for. An address that ip alone tells of does not count (the kernel lists each as local). */
export function endpointOf({ inode, links, localAddresses }: NetworkNamespace, label: string): Endpoint {
  const claimed = links.flatMap(({ addresses }) => addresses.map(({ address }) => address)).filter((address) => !address.includes(':'));
  const invented = claimed.find((address) => !localAddresses.includes(address));
  const holds = (link: NamespaceLink) => link.addresses.some(({ address }) => localAddresses.includes(address));
  const cables = links.filter(({ kind }) => !insideOnly.has(kind ?? ''));
  return {
    label,
    inode,
    cables: cables.map(({ name }) => name),
    addresses: links.flatMap(({ addresses }) => addresses.map(({ address }) => address)).filter((address) => localAddresses.includes(address)),
    up: cables.some(({ up }) => up) && (!links.some(holds) || links.some((link) => link.up && holds(link))),
    contradiction: invented === undefined ? null : `ip says that ${label} holds ${invented}, the kernel’s table of local addresses (/proc/net/fib_trie) does not`,
  };
}
