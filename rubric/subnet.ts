import ipaddr from 'ipaddr.js';

/** The network that politeness counts for: the /24 of an IPv4 address, the /64 of an IPv6 one. Takes a literal address. */
export function subnetOf(address: string): string {
  const parsed = ipaddr.parse(address);
  const prefix = parsed.kind() === 'ipv4' ? 24 : 64;
  const network = parsed.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`) : ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`);
  return `${network.toString()}/${prefix}`;
}
