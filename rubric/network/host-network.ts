import { isAvailable } from '../check.ts';
import type { Target, Unavailable } from '../evidence.ts';
import { isIPv6, kindOfAddress } from './address.ts';

export interface InterfaceAddress {
  address: string;
  prefix: number;
}

export interface Interface {
  name: string;
  altNames: string[];
  /** Kind of a virtual link (`bridge`, `veth`…); null for hardware, or where it is unknown. */
  kind: string | null;
  /** The hardware address, in lower case; null or left out where it is unknown. */
  mac?: string | null;
  addresses: InterfaceAddress[];
}

/** `gateway` is null where the route leads straight onto the link. */
export interface DefaultRoute {
  device: string;
  gateway: string | null;
}

export interface HostNetwork {
  /** The interface of the best default route; without one, that of the address which the grader reached. */
  primary: Interface | null;
  /** Addresses by which the machine is known to others, the primary interface's first. */
  addresses: (InterfaceAddress & { interface: string })[];
  defaultRoutes: DefaultRoute[];
}

/** Links that container and VM software makes for itself; their addresses are not the machine's. */
const softwareLink = /^(docker|br-|veth|virbr|vnet|cni|flannel|cali|lxc|lxdbr|podman|kube)/;
const softwareKinds = new Set(['bridge', 'veth', 'dummy', 'vxlan']);

/** The machine's place in the network by ip, or by the kernel's tables; null where neither could be read. */
export function hostNetwork(
  target: Target,
  addresses: Interface[] | Unavailable,
  routes: DefaultRoute[] | Unavailable,
  kernel: { interfaces: Interface[]; defaultRoutes: DefaultRoute[] } | Unavailable,
): HostNetwork | null {
  const source = isAvailable(kernel) ? kernel : null;
  const all = isAvailable(addresses) ? addresses : source?.interfaces;
  const defaultRoutes = isAvailable(routes) ? routes : source?.defaultRoutes;
  if (!all || !defaultRoutes) return null;

  const reached = (link: Interface) => link.addresses.some(({ address }) => address === target.address);
  const outward = (link: Interface) => defaultRoutes.some(({ device }) => device === link.name);
  const own = all.filter((link) => outward(link) || reached(link) || !(softwareLink.test(link.name) || softwareKinds.has(link.kind ?? '')));
  const usable = own.filter((link) => global(link).length > 0);
  const primary = all.find((link) => link.name === defaultRoutes[0]?.device) ?? own.find(reached) ?? (usable.length === 1 ? usable[0] : undefined);
  const listed = [...new Set([...(primary ? all.filter(({ name }) => name === primary.name) : []), ...usable])];
  return {
    primary: primary ?? null,
    addresses: listed
      .flatMap((link) => global(link).map((address) => ({ ...address, interface: link.name })))
      .toSorted((a, b) => Number(isIPv6(a.address)) - Number(isIPv6(b.address))),
    defaultRoutes,
  };
}

function global(link: Interface): InterfaceAddress[] {
  return link.addresses.filter(({ address }) => !['loopback', 'link-local', 'other'].includes(kindOfAddress(address)));
}
