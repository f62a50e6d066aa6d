import { Buffer } from 'node:buffer';
import { addressNumber } from '#rubric/firewall/address.ts';
import type { Packet } from '#rubric/firewall/packet.ts';

/** The four bytes by which a packet is known again, whatever is translated: TCP's sequence number, else the payload. */
export type PacketId = number;

const numbers = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** An Ethernet frame with the packet, checksums and all; TCP is a SYN. */
export function frameOf(packet: Packet, id: PacketId, from: Buffer, to: Buffer): Buffer {
  const [source, destination] = [addressBytes(packet.source, packet.family), addressBytes(packet.destination, packet.family)];
  const protocol = numbers[packet.protocol];
  const body = transport(packet, id);
  const pseudo = packet.family === 4 ? [source, destination, Buffer.from([0, protocol, body.length >> 8, body.length & 255])] : [source, destination, Buffer.from([0, 0, body.length >> 8, body.length & 255, 0, 0, 0, protocol])];
  body.writeUInt16BE(checksum(packet.protocol === 'icmp' ? [body] : [...pseudo, body]), { tcp: 16, udp: 6, icmp: 2, icmpv6: 2 }[packet.protocol]);
  const type = Buffer.from(packet.family === 4 ? [8, 0] : [0x86, 0xdd]);
  return Buffer.concat([to, from, type, packet.family === 4 ? header4(source, destination, protocol, body.length) : header6(source, destination, protocol, body.length), body]);
}

function transport(packet: Packet, id: PacketId): Buffer {
  const port = packet.port ?? 0;
  const sourcePort = packet.sourcePort ?? 0;
  if (packet.protocol === 'tcp') {
    const segment = Buffer.alloc(20);
    segment.writeUInt16BE(sourcePort, 0);
    segment.writeUInt16BE(port, 2);
    segment.writeUInt32BE(id, 4);
    segment.writeUInt16BE(0x5002, 12);
    segment.writeUInt16BE(64_240, 14);
    return segment;
  }
  const rest = Buffer.alloc(12);
  rest.writeUInt32BE(id, 8);
  if (packet.protocol === 'udp') {
    rest.writeUInt16BE(sourcePort, 0);
    rest.writeUInt16BE(port, 2);
    rest.writeUInt16BE(rest.length, 4);
  } else {
    rest.writeUInt8(packet.icmpType ?? (packet.family === 4 ? 8 : 128), 0);
    rest.writeUInt32BE(id, 4); // Identifier and sequence number: each packet a flow of its own.
  }
  return rest;
}

function header4(source: Buffer, destination: Buffer, protocol: number, length: number): Buffer {
  const header = Buffer.concat([Buffer.from([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, protocol, 0, 0]), source, destination]);
  header.writeUInt16BE(20 + length, 2);
  header.writeUInt16BE(checksum([header]), 10);
  return header;
}

function header6(source: Buffer, destination: Buffer, protocol: number, length: number): Buffer {
  return Buffer.concat([Buffer.from([0x60, 0, 0, 0, length >> 8, length & 255, protocol, 64]), source, destination]);
}

/** A request for the hardware address of `target`, which a host answers whatever its firewall says. */
export function arpRequest(from: Buffer, source: string, target: string): Buffer {
  const fixed = Buffer.from([8, 6, 0, 1, 8, 0, 6, 4, 0, 1]);
  return Buffer.concat([Buffer.alloc(6, 0xff), from, fixed, from, addressBytes(source, 4), Buffer.alloc(6), addressBytes(target, 4)]);
}

/** What came of a packet: what was answered, or where it arrived. */
export type Seen = { id: PacketId; what: 'syn-ack' | 'reset' | 'echo' | 'passed-on' } | { id: PacketId; what: 'icmp'; type: number; code: number };

/** Reads a frame that came back to the sender; null for one that answers none of our packets. */
export function readAnswer(frame: Buffer): Seen | null {
  const packet = openFrame(frame);
  if (packet === null) return null;
  const { protocol, body } = packet;
  if (protocol === 6) {
    const flags = body[13] ?? 0;
    const id = (body.readUInt32BE(8) - 1) >>> 0;
    return (flags & 4) !== 0 ? { id, what: 'reset' } : (flags & 18) === 18 ? { id, what: 'syn-ack' } : null;
  }
  if (protocol !== 1 && protocol !== 58) return null;
  const [type = 0, code = 0] = body;
  if (type === (protocol === 1 ? 0 : 129)) return { id: body.readUInt32BE(4), what: 'echo' };
  const quoted = openPacket(body.subarray(8));
  const id = quoted === null ? null : idOf(quoted);
  return id === null ? null : { id, what: 'icmp', type, code };
}

/** Reads a frame that was passed on to the machine behind the host. */
export function readPassedOn(frame: Buffer): Seen | null {
  const packet = openFrame(frame);
  const id = packet === null ? null : idOf(packet);
  return id === null ? null : { id, what: 'passed-on' };
}

interface Opened {
  protocol: number;
  body: Buffer;
}

function openFrame(frame: Buffer): Opened | null {
  return frame.length < 34 ? null : openPacket(frame.subarray(14));
}

function openPacket(packet: Buffer): Opened | null {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return { protocol: packet[9] ?? 0, body: packet.subarray(((packet[0] ?? 0) & 15) * 4) };
  return version === 6 ? { protocol: packet[6] ?? 0, body: packet.subarray(40) } : null;
}

function idOf({ protocol, body }: Opened): PacketId | null {
  const at = { 1: 4, 6: 4, 17: 8, 58: 4 }[protocol];
  return at === undefined || body.length < at + 4 ? null : body.readUInt32BE(at);
}

export function addressBytes(text: string, family: 4 | 6): Buffer {
  const value = addressNumber(text, family);
  if (value === null) throw new Error(`${text} is no address of family ${family}`);
  return Buffer.from(value.toString(16).padStart(family === 4 ? 8 : 32, '0'), 'hex');
}

function checksum(parts: Buffer[]): number {
  const bytes = Buffer.concat(parts);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}
