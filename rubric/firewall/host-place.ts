import type { DefaultRoute, Interface } from '../network/host-network.ts';
import { addressNumber, network, prefixMask } from './address.ts';
import { unknown, type Truth } from './truth.ts';

/** The host's interfaces and default routes, as `ip-addresses` and `ip-routes` give them. Empty lists: not known. */
export interface HostPlace {
  interfaces: Pick<Interface, 'name' | 'addresses'>[];
  defaultRoutes: Pick<DefaultRoute, 'device'>[];
  /** Other routes, where they are known: a network in CIDR notation, and the interface that leads there. */
  routes?: { network: string; device: string }[];
}

export type AddressType = 'local' | 'broadcast' | 'multicast' | 'unicast';

/** What kind of destination the host's routing table makes of an address. `known` is an address that is the host's for sure. */
export function addressType(host: HostPlace, address: bigint, family: 4 | 6, known: bigint | null): AddressType | { unknown: string } {
  if (address === known || isLoopback(address, family)) return 'local';
  if (isMulticast(address, family)) return 'multicast';
  if (family === 4 && address === 0xffffffffn) return 'broadcast';
  const own = ownNetworks(host, family);
  if (own.length === 0) return unknown('which addresses are the host’s is not known');
  if (own.some((one) => one.address === address)) return 'local';
  if (family === 4 && own.some(({ base, mask }) => (address & mask) === base && address === (base | (mask ^ 0xffffffffn)) && mask < 0xfffffffen)) return 'broadcast';
  return 'unicast';
}

/** The interface that packets to this address leave by: the longest network, else the default route's; undefined where not known. */
export function outInterfaceTo(host: HostPlace, address: bigint, family: 4 | 6): string | undefined {
  const routed = (host.routes ?? []).flatMap(({ network: text, device: name }) => {
    const found = network(text, family);
    return found === null ? [] : [{ name, ...found }];
  });
  const connected = [...ownNetworks(host, family), ...routed].filter(({ base, mask }) => (address & mask) === base);
  const best = connected.toSorted((a, b) => (a.mask < b.mask ? 1 : -1))[0];
  return best?.name ?? host.defaultRoutes[0]?.device;
}

/** Whether an answer to `source` would leave by the interface it came in by (reverse path). */
export function routeBackBy(host: HostPlace, source: bigint, family: 4 | 6, device: string): Truth {
  const out = outInterfaceTo(host, source, family);
  return out === undefined ? unknown('the routes of the host are not known') : out === device;
}

/** The first address of an interface, which REDIRECT sends packets to. */
export function firstAddressOf(host: HostPlace, device: string, family: 4 | 6): bigint | null {
  return ownNetworks(host, family).find(({ name, address }) => name === device && !(family === 6 && address >> 118n === 0x3fan))?.address ?? null;
}

function ownNetworks(host: HostPlace, family: 4 | 6): { name: string; address: bigint; base: bigint; mask: bigint }[] {
  return host.interfaces.flatMap(({ name, addresses }) =>
    addresses.flatMap(({ address: text, prefix }) => {
      const address = addressNumber(text, family);
      const mask = prefixMask(prefix, family);
      return address === null ? [] : [{ name, address, mask, base: address & mask }];
    }),
  );
}

function isLoopback(address: bigint, family: 4 | 6): boolean {
  return family === 4 ? address >> 24n === 127n : address === 1n;
}

export function isMulticast(address: bigint, family: 4 | 6): boolean {
  return family === 4 ? address >> 28n === 14n : address >> 120n === 255n;
}
