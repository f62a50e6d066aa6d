import { addressOfBytes } from '../network/address.ts';
import type { Frame } from './capture-file.ts';

export interface TcpHeader {
  sourcePort: number;
  targetPort: number;
  seq: number;
  ack: number;
  syn: boolean;
  acknowledges: boolean;
  rst: boolean;
  /** As it stands there. A sender's own packets carry unfinished ones, since its network card fills them in. */
  checksum: number;
}

export interface Packet {
  time: number;
  source: string;
  target: string;
  /** IP protocol number: 6 TCP, 17 UDP, 1 and 58 ICMP. */
  protocol: number;
  /** Of the IPv4 header, which is right on every real packet; null for IPv6, which has none. */
  headerChecksumRight: boolean | null;
  tcp: TcpHeader | null;
}

/** The IP packet in a frame; null where there is none, or where it was cut before its addresses. Never throws. */
export function readPacket(frame: Frame): Packet | null {
  const at = networkLayer(frame);
  if (at === null || at >= frame.bytes.length) return null;
  const version = frame.bytes.readUInt8(at) >> 4;
  return version === 4 ? readIPv4(frame, at) : version === 6 ? readIPv6(frame, at) : null;
}

const etherIPv4 = 0x0800;
const etherIPv6 = 0x86dd;
const vlanTags = new Set([0x8100, 0x88a8, 0x9100]);

/** Where the IP header begins, by the frame's link type. */
function networkLayer({ linkType, bytes }: Frame): number | null {
  switch (linkType) {
    case 1: // Ethernet
      return afterEtherType(bytes, 12);
    case 113: // LINUX_SLL: `tcpdump -i any`
      return afterEtherType(bytes, 14);
    case 276: // LINUX_SLL2: the same of a newer libpcap
      return bytes.length > 20 && isIp(bytes.readUInt16BE(0)) ? 20 : null;
    case 0: // NULL and LOOP: an address family of four bytes
    case 108:
      return 4;
    case 12: // RAW, and the numbers that systems gave it
    case 14:
    case 101:
    case 228:
    case 229:
      return 0;
    default:
      return null;
  }
}

function afterEtherType(bytes: Buffer, first: number): number | null {
  let at = first;
  for (let tags = 0; tags < 4 && at + 2 <= bytes.length; tags += 1) {
    const type = bytes.readUInt16BE(at);
    if (isIp(type)) return at + 2;
    if (!vlanTags.has(type)) return null;
    at += 4;
  }
  return null;
}

function isIp(etherType: number): boolean {
  return etherType === etherIPv4 || etherType === etherIPv6;
}

function readIPv4({ time, bytes }: Frame, at: number): Packet | null {
  const headerLength = (bytes.readUInt8(at) & 0x0f) * 4;
  if (headerLength < 20 || at + headerLength > bytes.length) return null;
  const protocol = bytes.readUInt8(at + 9);
  const laterFragment = (bytes.readUInt16BE(at + 6) & 0x1fff) !== 0;
  return {
    time,
    source: addressAt(bytes, at + 12, 4),
    target: addressAt(bytes, at + 16, 4),
    protocol,
    headerChecksumRight: onesComplementSum(bytes.subarray(at, at + headerLength)) === 0xffff,
    tcp: protocol === 6 && !laterFragment ? readTcp(bytes, at + headerLength) : null,
  };
}

const extensionHeaders = new Set([0, 43, 60]);

function readIPv6({ time, bytes }: Frame, at: number): Packet | null {
  if (at + 40 > bytes.length) return null;
  let protocol = bytes.readUInt8(at + 6);
  let payload = at + 40;
  for (let headers = 0; headers < 8 && extensionHeaders.has(protocol) && payload + 2 <= bytes.length; headers += 1) {
    protocol = bytes.readUInt8(payload);
    payload += 8 * (bytes.readUInt8(payload + 1) + 1);
  }
  const tcp = protocol === 6 ? readTcp(bytes, payload) : null;
  return { time, source: addressAt(bytes, at + 8, 16), target: addressAt(bytes, at + 24, 16), protocol, headerChecksumRight: null, tcp };
}

function readTcp(bytes: Buffer, at: number): TcpHeader | null {
  if (at + 20 > bytes.length) return null;
  const flags = bytes.readUInt8(at + 13);
  return {
    sourcePort: bytes.readUInt16BE(at),
    targetPort: bytes.readUInt16BE(at + 2),
    seq: bytes.readUInt32BE(at + 4),
    ack: bytes.readUInt32BE(at + 8),
    syn: (flags & 0x02) !== 0,
    acknowledges: (flags & 0x10) !== 0,
    rst: (flags & 0x04) !== 0,
    checksum: bytes.readUInt16BE(at + 16),
  };
}

function addressAt(bytes: Buffer, at: number, size: number): string {
  return addressOfBytes([...bytes.subarray(at, at + size)]) ?? '';
}

/** RFC 1071; 0xffff over a header that holds its right checksum. */
function onesComplementSum(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < header.length; at += 2) sum += header.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}
