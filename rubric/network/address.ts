import ipaddr from 'ipaddr.js';

/** The one spelling of an address (RFC 5952 for IPv6, a zone dropped, mapped IPv4 unmapped); null where it is none. */
export function canonicalAddress(text: string): string | null {
  const bare = text.replace(/%[\w.-]*$/, '').replace(/^\[(.*)\]$/, '$1');
  // The library says no by an exception, which is slow where a host prints a hundred thousand words.
  if (!/^[\da-f:.]{2,45}$/i.test(bare)) return null;
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return null;
  return ipaddr.process(bare).toString();
}

export type AddressKind = 'private' | 'loopback' | 'link-local' | 'public' | 'other';

// RFC 1918, RFC 4193; RFC 6598's shared space is what overlay networks (and carriers) use, never the internet.
const kinds: Record<string, AddressKind> = {
  private: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
  loopback: 'loopback',
  linkLocal: 'link-local',
  unicast: 'public',
};

/** What an address is good for: `other` is multicast, unspecified, reserved or not an address at all. */
export function kindOfAddress(text: string): AddressKind {
  const address = canonicalAddress(text);
  return address === null ? 'other' : (kinds[ipaddr.process(address).range()] ?? 'other');
}

export function isIPv6(address: string): boolean {
  return address.includes(':');
}

/** True where `address` lies in `base`/`prefix`. */
export function isInNetwork(address: string, base: string, prefix: number): boolean {
  const [one, other] = [ipaddr.process(address), ipaddr.process(base)];
  return one.kind() === other.kind() && one.match(other, prefix);
}

/** 24 → 255.255.255.0. */
export function dottedMask(prefix: number): string {
  return ipaddr.IPv4.subnetMaskFromPrefixLength(prefix).toString();
}

/** Bytes in network order, as D-Bus hands addresses over. */
export function addressOfBytes(bytes: number[]): string | null {
  if (bytes.length !== 4 && bytes.length !== 16) return null;
  return ipaddr.process(ipaddr.fromByteArray(bytes).toString()).toString();
}
