import fc from 'fast-check';
import type { Packet } from '#rubric/firewall/packet.ts';

/** Small pools, so that rules and packets meet. The addresses are those of arena.sh. */
export const sources: Record<4 | 6, [address: string, inInterface: string][]> = {
  4: [['10.71.0.1', 'eth0'], ['10.71.0.77', 'eth0'], ['192.168.100.5', 'eth0'], ['192.0.2.1', 'ens1'], ['203.0.113.9', 'ens1']],
  6: [['fd71::1', 'eth0'], ['fd71::77', 'eth0'], ['2001:db8:1::1', 'ens1'], ['2001:db8:9::9', 'ens1']],
};
export const own: Record<4 | 6, string[]> = { 4: ['10.71.0.2', '192.0.2.2', '172.17.0.1'], 6: ['fd71::2', '2001:db8:1::2', 'fd17::1'] };
export const behind: Record<4 | 6, string> = { 4: '172.17.0.2', 6: 'fd17::2' };

export const networks: Record<4 | 6, string[]> = {
  4: ['10.0.0.0/8', '10.71.0.0/24', '10.71.0.64/26', '10.71.0.77', '192.168.0.0/16', '192.0.2.0/24', '203.0.113.9', '128.0.0.0/1', '10.71.0.1'],
  6: ['fd00::/8', 'fd71::/64', 'fd71::77', '2001:db8::/32', '2001:db8:1::/64', '2001:db8:9::9', 'fd71::1'],
};
export const interfaces = ['eth0', 'ens1', 'lo', 'docker0'];
/** The last two have no listener. */
export const ports = [22, 53, 80, 3000, 5432, 6379, 8080, 9090, 443, 8443];

export const port = fc.constantFrom(...ports);
export const portRange = fc.tuple(fc.constantFrom(1, 22, 53, 80, 1024, 3000), fc.constantFrom(80, 443, 3000, 5432, 8080, 65_535)).filter(([low, high]) => low < high);
export const sourcePortRange = fc.constantFrom<[number, number]>([1024, 65_535], [1, 1023], [30_000, 50_000], [1024, 39_999]);

const protocol = (family: 4 | 6) => fc.constantFrom<Packet['protocol'][]>('tcp', 'tcp', 'tcp', 'udp', 'udp', family === 4 ? 'icmp' : 'icmpv6');

/** A new packet to the host, or to the machine behind it; its source port is given when it is sent. */
export const newPacket: fc.Arbitrary<Packet> = fc.constantFrom<(4 | 6)[]>(4, 6).chain((family) =>
  fc.record({ family: fc.constant(family), protocol: protocol(family), port, from: fc.constantFrom(...sources[family]), to: fc.nat(5) }).map(({ from: [source, inInterface], to, ...packet }) => ({
    ...packet,
    source,
    inInterface,
    state: 'new' as const,
    destination: to === 0 ? behind[family] : to === 1 ? (own[family][2] ?? '') : (own[family][inInterface === 'eth0' ? 0 : 1] ?? ''),
  })),
);

/** Flows that are established before any rule set is loaded. */
export const establishedPackets: readonly Packet[] = ([4, 6] as const).flatMap((family) =>
  sources[family].flatMap(([source, inInterface], number) =>
    [53, 8080].map((to): Packet => ({
      protocol: 'udp', family, source, inInterface, port: to, sourcePort: 61_000 + number, destination: own[family][inInterface === 'eth0' ? 0 : 1] ?? '', state: 'established',
    })),
  ),
);

/** Usually nothing, so that rules stay wide enough to match. */
export function sometimes<T>(arbitrary: fc.Arbitrary<T>, weight = 1): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight, arbitrary });
}
