/** For tests: packets and capture files, byte by byte. */

export interface TcpPacket {
  from: [address: string, port: number];
  to: [address: string, port: number];
  flags: string;
  seq: number;
  ack?: number;
  time?: number;
  checksum?: number;
}

const flagBits: Record<string, number> = { S: 0x02, R: 0x04, A: 0x10, P: 0x08, F: 0x01 };

/** An IPv4 packet with a TCP header and no data; its IP checksum is right. */
export function ipv4Packet({ from, to, flags, seq, ack = 0, checksum = 0x1234 }: TcpPacket): Buffer {
  const packet = Buffer.alloc(40);
  packet.writeUInt8(0x45, 0);
  packet.writeUInt16BE(40, 2);
  packet.writeUInt8(64, 8);
  packet.writeUInt8(6, 9);
  Buffer.from(from[0].split('.').map(Number)).copy(packet, 12);
  Buffer.from(to[0].split('.').map(Number)).copy(packet, 16);
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += packet.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  packet.writeUInt16BE(~sum & 0xffff, 10);
  tcpHeader(from[1], to[1], flags, seq, ack, checksum).copy(packet, 20);
  return packet;
}

/** An IPv6 packet between ::1 and itself. */
export function ipv6Packet({ from, to, flags, seq, ack = 0, checksum = 0x1234 }: TcpPacket): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt8(0x60, 0);
  header.writeUInt16BE(20, 4);
  header.writeUInt8(6, 6);
  header.writeUInt8(1, 23);
  header.writeUInt8(1, 39);
  return Buffer.concat([header, tcpHeader(from[1], to[1], flags, seq, ack, checksum)]);
}

function tcpHeader(source: number, target: number, flags: string, seq: number, ack: number, checksum: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(source, 0);
  header.writeUInt16BE(target, 2);
  header.writeUInt32BE(seq, 4);
  header.writeUInt32BE(ack, 8);
  header.writeUInt8(0x50, 12);
  header.writeUInt8(Array.from(flags).reduce((bits, flag) => bits | (flagBits[flag] ?? 0), 0), 13);
  header.writeUInt16BE(checksum, 16);
  return header;
}

const zeros = (length: number) => Array.from({ length }, () => 0);

/** What stands before the IP packet, by link type. */
export function framed(linkType: number, packet: Buffer): Buffer {
  const etherType = packet.readUInt8(0) >> 4 === 6 ? 0x86dd : 0x0800;
  const before: Record<number, number[]> = {
    0: [2, 0, 0, 0],
    1: [...zeros(12), etherType >> 8, etherType & 0xff],
    101: [],
    113: [...zeros(14), etherType >> 8, etherType & 0xff],
    276: [etherType >> 8, etherType & 0xff, ...zeros(18)],
  };
  return Buffer.concat([Buffer.from(before[linkType] ?? []), packet]);
}

export interface PcapOptions {
  linkType?: number;
  little?: boolean;
  nanoseconds?: boolean;
}

/** A pcap file of frames with their times in seconds. */
export function pcapFile(frames: { time: number; bytes: Buffer }[], { linkType = 1, little = true, nanoseconds = false }: PcapOptions = {}): Buffer {
  const u32 = (...values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, index) => (little ? bytes.writeUInt32LE(value, 4 * index) : bytes.writeUInt32BE(value, 4 * index)));
    return bytes;
  };
  const version = little ? Buffer.from([2, 0, 4, 0]) : Buffer.from([0, 2, 0, 4]);
  const head = [u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4), version, u32(0, 0, 65_535, linkType)];
  const records = frames.flatMap(({ time, bytes }) => [
    u32(Math.floor(time), Math.round((time % 1) * (nanoseconds ? 1e9 : 1e6)), bytes.length, bytes.length),
    bytes,
  ]);
  return Buffer.concat([...head, ...records]);
}

/** A pcapng file of one section and one interface, little endian, microseconds. */
export function pcapngFile(frames: { time: number; bytes: Buffer }[], linkType = 1): Buffer {
  const section = Buffer.from([0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
  const link = Buffer.from([linkType & 0xff, linkType >> 8, 0, 0, 0, 0, 4, 0]);
  const packets = frames.map(({ time, bytes }) => {
    const ticks = BigInt(Math.round(time * 1e6));
    const head = Buffer.alloc(20);
    head.writeUInt32LE(Number(ticks >> 32n), 4);
    head.writeUInt32LE(Number(ticks & 0xffff_ffffn), 8);
    head.writeUInt32LE(bytes.length, 12);
    head.writeUInt32LE(bytes.length, 16);
    return block(6, Buffer.concat([head, bytes]));
  });
  return Buffer.concat([block(0x0a0d0d0a, section), block(1, link), ...packets]);
}

function block(type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(padded.length + 12);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(type);
  return Buffer.concat([head, size, padded, size]);
}
