import ipaddr from 'ipaddr.js';
import type { NamedNetwork } from '../../firewall/named-networks.ts';
import { isInNetwork, kindOfAddress } from '../../network/address.ts';

/** Somebody who might knock, standing for all like him. */
export interface Source {
  address: string;
  /** `named`: a network or address that a rule names. */
  kind: 'public' | 'private' | 'worker' | 'named';
  /** False for addresses of the internet, whoever named them. */
  isPrivate: boolean;
  /** A single machine, rather than a network. */
  single: boolean;
}

// The first is of a block for documentation (RFC 5737): nobody's rule lets it in by chance.
const strangers = ['203.0.113.77', '8.8.8.8', '150.101.32.45'];
const neighbours = ['10.250.77.5', '172.29.77.5', '192.168.237.5', '10.11.12.13', '172.18.99.9', '192.168.66.6'];

/**
 * Representatives of everybody: strangers, private addresses that no rule names, the worker, and the first and last
 * address of each network named, so that one reaching beyond private space shows.
 */
export function sourcesFor(networks: readonly NamedNetwork[], worker: string | null): Source[] {
  const unnamed = neighbours.filter((address) => !networks.some(({ base, prefix }) => isInNetwork(address, base, prefix))).slice(0, 2);
  const sources: Source[] = [
    ...strangers.map((address): Source => ({ address, kind: 'public', isPrivate: false, single: false })),
    ...unnamed.map((address): Source => ({ address, kind: 'private', isPrivate: true, single: false })),
  ];
  if (worker !== null && !worker.includes(':')) sources.push({ address: worker, kind: 'worker', isPrivate: kindOfAddress(worker) === 'private', single: true });
  for (const { base, prefix } of networks) {
    for (const address of edgesOf(base, prefix)) {
      if (isUnicast(address)) sources.push({ address, kind: 'named', isPrivate: kindOfAddress(address) === 'private', single: prefix > 30 });
    }
  }
  return sources;
}

function edgesOf(base: string, prefix: number): string[] {
  if (prefix > 30) return [base];
  const first = number(base) & ~(2 ** (32 - prefix) - 1);
  return [first + 1, (first | (2 ** (32 - prefix) - 1)) - 1].map((value) => dotted(value >>> 0));
}

function isUnicast(address: string): boolean {
  const kind = kindOfAddress(address);
  const first = Number(address.split('.')[0]);
  return kind === 'private' || (kind !== 'loopback' && kind !== 'link-local' && first > 0 && first < 224);
}

function number(address: string): number {
  return ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => (sum << 8) | octet, 0);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}
