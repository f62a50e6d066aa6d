import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framed, ipv4Packet, ipv6Packet, pcapFile, pcapngFile, type TcpPacket } from '../testing/capture-bytes.ts';
import { readCapture } from './capture.ts';

const client: TcpPacket['from'] = ['10.0.0.2', 40_000];
const server: TcpPacket['from'] = ['10.0.0.3', 443];
const now = 1_790_000_000;
const handshake: TcpPacket[] = [
  { from: client, to: server, flags: 'S', seq: 4_294_967_295, time: now },
  { from: server, to: client, flags: 'SA', seq: 500, ack: 0, time: now + 0.001 },
  { from: client, to: server, flags: 'A', seq: 0, ack: 501, time: now + 0.0012 },
];
const refusal: TcpPacket[] = [
  { from: client, to: server, flags: 'S', seq: 7, time: now },
  { from: server, to: client, flags: 'RA', seq: 0, ack: 8, time: now + 0.001 },
];

function frames(packets: TcpPacket[], linkType = 1, make = ipv4Packet) {
  return packets.map((packet) => ({ time: packet.time ?? now, bytes: framed(linkType, make(packet)) }));
}
const read = (packets: TcpPacket[], writtenAt: number | null = now) => readCapture(pcapFile(frames(packets)), writtenAt);

describe('a handshake is found in every format', () => {
  test.each([
    ['pcap, little endian', pcapFile(frames(handshake))],
    ['pcap, big endian', pcapFile(frames(handshake), { little: false })],
    ['pcap in nanoseconds', pcapFile(frames(handshake), { nanoseconds: true })],
    ['pcapng', pcapngFile(frames(handshake))],
    ['tcpdump -i any', pcapFile(frames(handshake, 113), { linkType: 113 })],
    ['tcpdump -i any of a newer libpcap', pcapFile(frames(handshake, 276), { linkType: 276 })],
    ['a tunnel without a link layer', pcapFile(frames(handshake, 101), { linkType: 101 })],
    ['BSD loopback', pcapFile(frames(handshake, 0), { linkType: 0 })],
    ['IPv6', pcapFile(frames(handshake, 1, ipv6Packet))],
    ['a VLAN', pcapFile(frames(handshake).map(({ time, bytes }) => ({ time, bytes: Buffer.concat([bytes.subarray(0, 12), Buffer.from([0x81, 0, 0, 7]), bytes.subarray(12)]) })))],
    ['a file whose end is cut off', pcapFile([...frames(handshake), ...frames(refusal)]).subarray(0, -9)],
  ])('%s', (_, file) => {
    expect(readCapture(file, now)).toMatchObject({ conversation: { kind: 'handshake' }, oddities: [] });
  });
});

describe('what else a capture may show', () => {
  test('a refused connection', () => {
    expect(read(refusal)).toMatchObject({ packets: 2, tcpPackets: 2, conversation: { kind: 'refused', from: '10.0.0.2.40000' } });
  });

  test('a SYN that was sent again, while a copy on a second interface is none', () => {
    const syn = handshake.slice(0, 1);
    expect(read([...syn, ...syn.map((packet) => ({ ...packet, time: now + 1 }))])?.conversation?.kind).toBe('retransmitted');
    expect(read([...syn, ...syn.map((packet) => ({ ...packet, time: now + 0.0001 }))])?.conversation).toBeNull();
  });

  test('a handshake goes before a refusal seen earlier', () => {
    expect(read([...refusal, ...handshake])?.conversation?.kind).toBe('handshake');
  });

  test('numbers that do not follow one another make no connection', () => {
    expect(read(handshake.map((packet) => ({ ...packet, ack: 77 })))?.conversation).toBeNull();
    expect(read(handshake.toReversed())?.conversation).toBeNull();
  });
});

describe('what was made by hand looks odd', () => {
  test.each([
    ['no times', handshake.map((packet) => ({ ...packet, time: 0 })), /same time.*before the year 2000/],
    ['one time', handshake.map((packet) => ({ ...packet, time: now })), /all have the same time/],
    ['a time to come', handshake.map((packet) => ({ ...packet, time: (packet.time ?? 0) + 1e7 })), /younger than the file/],
    ['no checksums', handshake.map((packet) => ({ ...packet, checksum: 0 })), /TCP checksums are zero/],
  ])('%s', (_, packets, words) => {
    expect(read(packets)?.oddities.join('; ')).toMatch(words);
  });

  test('no IP checksum that is right', () => {
    const wrong = frames(handshake).map(({ time, bytes }) => ({ time, bytes: Buffer.from(bytes).fill(9, 24, 26) }));
    expect(readCapture(pcapFile(wrong), now)?.oddities).toEqual(['no IP header in it has the right checksum']);
  });
});

test('what is no capture is null, and garbage never throws', () => {
  expect(readCapture(Buffer.from('tcpdump: listening on eth0, link-type EN10MB'), now)).toBeNull();
  expect(readCapture(Buffer.alloc(0), now)).toBeNull();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readCapture(Buffer.from(bytes), now)), { numRuns: 500 });
  const whole = [pcapFile(frames(handshake)), pcapngFile(frames(handshake))];
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(250), fc.nat(255)), { maxLength: 12 }), (file, changes) => {
      const broken = Buffer.from(file);
      for (const [at, value] of changes) if (at < broken.length) broken.writeUInt8(value, at);
      readCapture(broken, now);
    }),
    { numRuns: 1000 },
  );
});
