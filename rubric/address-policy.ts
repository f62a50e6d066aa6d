import ipaddr from 'ipaddr.js';

/** RFC 1918 and RFC 4193: where lab machines live unless the installation says otherwise. */
export const privateNetworks: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** The instance metadata service of a large cloud has an address among the private ones. */
const metadataNetwork = ipaddr.parseCIDR('fd00:ec2::/32');

/** No host has these, whatever is configured. */
const neverRanges: ReadonlySet<string> = new Set(['unspecified', 'broadcast', 'multicast']);
/** Allowed only by a configured network that lies within the range itself, not by a wider one such as 0.0.0.0/0. */
const namedOnlyRanges: ReadonlySet<string> = new Set(['loopback', 'linkLocal', 'reserved', 'carrierGradeNat']);

type Network = [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];

export class InvalidNetworkError extends Error {
  readonly code = 'invalid-network';
}

/** Reads `10.0.0.0/8` and the like. Throws InvalidNetworkError naming the one that is wrong. */
export function parseNetworks(texts: readonly string[]): Network[] {
  return texts.map((text): Network => {
    try {
      return ipaddr.parseCIDR(text.trim());
    } catch (cause) {
      throw new InvalidNetworkError(`“${text}” is not a network in CIDR notation such as 10.20.0.0/16`, { cause });
    }
  });
}

/**
 * The one spelling of a literal address: four decimal numbers, or RFC 5952. An IPv4 address in IPv6 clothes
 * (`::ffff:a00:2`) becomes that IPv4 address. Null for anything else, also `127.1`, octal, hexadecimal and zone ids.
 */
export function literalAddress(text: string): string | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toString();
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

/** Looks like a number form of an IPv4 address (`127.1`, `0x7f.1`, `2130706433`): never a host name (WHATWG URL §3.5). */
export function isNumericHost(text: string): boolean {
  return /^(0x[0-9a-f]*|\d+)$/i.test(text.replace(/\.$/, '').split('.').at(-1) ?? '');
}

/** Whether a machine at this literal address may be visited. False for what is not a literal address. */
export function mayVisit(literal: string, networks: readonly Network[]): boolean {
  const normal = literalAddress(literal);
  if (normal === null) return false;
  const address = ipaddr.parse(normal);
  const range = address.range();
  if (neverRanges.has(range)) return false;
  return networks.some(([network, prefix]) => {
    if (network.kind() !== address.kind() || !address.match(network, prefix)) return false;
    if (namedOnlyRanges.has(range)) return network.range() === range;
    return !isMetadata(address) || isMetadata(network);
  });
}

function isMetadata(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.kind() === 'ipv6' && address.match(metadataNetwork);
}
