import { addressOfBytes, isInNetwork } from '../network/address.ts';
import type { DefaultRoute, Interface } from '../network/host-network.ts';
import type { Listener } from '../network/listeners.ts';
import { defineProbe } from '../probe.ts';
import { readSections } from './sections.ts';

export interface ProcNet {
  interfaces: Interface[];
  defaultRoutes: DefaultRoute[];
  listeners: Listener[];
}

/** The kernel's own tables (proc_pid_net(5)), for machines where ip or ss is missing. */
export const procNet = defineProbe({
  id: 'proc-net',
  command: `for table in route fib_trie if_inet6 ipv6_route; do
  echo "@@ $table"
  head -c 30000 "/proc/net/$table" 2>/dev/null
done
for table in tcp tcp6; do
  echo "@@ $table"
  awk '$4 == "0A" { print $2 }' "/proc/net/$table" 2>/dev/null | head -n 500
done
exit 0`,
  maxBytes: 200_000,
  parse(output): ProcNet {
    const sections = readSections(output.stdout);
    const rows = (table: string) =>
      (sections.find(({ words }) => words[0] === table)?.lines ?? []).map((line) => line.trim().split(/\s+/));
    return {
      interfaces: [...interfaces4(rows('fib_trie'), rows('route')), ...interfaces6(rows('if_inet6'))],
      defaultRoutes: [...defaults4(rows('route')), ...defaults6(rows('ipv6_route'))],
      listeners: [...rows('tcp'), ...rows('tcp6')].flatMap(([local = '']) => listener(local)),
    };
  },
});

/** 32-bit words in the byte order of the machine, little-endian on all that a lab runs on. */
function wordsToAddress(hex: string): string | null {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)));
  return addressOfBytes(bytes);
}

function hexToAddress(hex: string): string | null {
  return addressOfBytes((hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
}

/** A local address stands as `|-- ADDRESS` above `/32 host LOCAL`; its interface and prefix are its connected route's. */
function interfaces4(trie: string[][], routes: string[][]): Interface[] {
  const connected = routes.slice(1).flatMap(([name = '', destination = '', gateway, , , , , mask = '']) => {
    const base = wordsToAddress(destination);
    if (base === null || gateway !== '00000000' || mask === '00000000') return [];
    return [{ name, base, prefix: Number.parseInt(mask, 16).toString(2).replaceAll('0', '').length }];
  });
  const local = trie.flatMap(([prefix, , type], row) => (prefix === '/32' && type === 'LOCAL' ? [trie[row - 1]?.[1] ?? ''] : []));
  return [...new Set(local)].flatMap((address) => {
    if (address.startsWith('127.')) return [];
    const route = connected.filter(({ base, prefix }) => isInNetwork(address, base, prefix)).toSorted((a, b) => b.prefix - a.prefix)[0];
    return [{ name: route?.name ?? '', altNames: [], kind: null, addresses: [{ address, prefix: route?.prefix ?? 32 }] }];
  });
}

function interfaces6(rows: string[][]): Interface[] {
  return rows.flatMap(([hex = '', , prefix = '', , , name = '']) => {
    const address = hexToAddress(hex);
    return address === null ? [] : [{ name, altNames: [], kind: null, addresses: [{ address, prefix: Number.parseInt(prefix, 16) }] }];
  });
}

function defaults4(rows: string[][]): DefaultRoute[] {
  return rows
    .filter(([, destination, , , , , , mask]) => destination === '00000000' && mask === '00000000')
    .toSorted((a, b) => Number(a[6]) - Number(b[6]))
    .map(([device = '', , gateway = '']) => ({ device, gateway: gateway === '00000000' ? null : wordsToAddress(gateway) }));
}

function defaults6(rows: string[][]): DefaultRoute[] {
  return rows
    .filter(([destination = '', length]) => /^0+$/.test(destination) && length === '00')
    .filter((row) => row[9] !== 'lo')
    .map(([, , , , hop = '', , , , , device = '']) => ({ device, gateway: /^0+$/.test(hop) ? null : hexToAddress(hop) }));
}

function listener(local: string): Listener[] {
  const [hex = '', port = ''] = local.split(':');
  const address = wordsToAddress(hex);
  return address === null ? [] : [{ protocol: 'tcp', address, port: Number.parseInt(port, 16), process: null }];
}
