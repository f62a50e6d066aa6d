/** One captured frame, as a capture file keeps it. */
export interface Frame {
  /** Seconds since 1970. */
  time: number;
  /** https://www.tcpdump.org/linktypes.html */
  linkType: number;
  /** The bytes that were kept, perhaps fewer than the packet had. */
  bytes: Buffer;
}

// Enough for any capture's first kilobytes, and a bound on what a made-up file costs.
const maxFrames = 20_000;
const maxFrameBytes = 262_144;

/**
 * The frames of a pcap file (draft-ietf-opsawg-pcap: both byte orders, µs and ns) or a pcapng file
 * (draft-ietf-opsawg-pcapng), up to where it ends, is cut or makes no sense; null where it is neither.
 */
export function readCaptureFile(file: Buffer): Frame[] | null {
  if (file.length < 24) return null;
  if (file.readUInt32BE(0) === 0x0a0d0d0a) return readPcapng(file);
  for (const little of [true, false]) {
    const read = reader(file, little);
    const magic = read.u32(0);
    if (magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) return readPcap(file, read, magic === 0xa1b2c3d4 ? 1e6 : 1e9);
  }
  return null;
}

interface Reader {
  u16: (at: number) => number;
  u32: (at: number) => number;
}

function reader(file: Buffer, little: boolean): Reader {
  return little
    ? { u16: (at) => file.readUInt16LE(at), u32: (at) => file.readUInt32LE(at) }
    : { u16: (at) => file.readUInt16BE(at), u32: (at) => file.readUInt32BE(at) };
}

function readPcap(file: Buffer, { u32 }: Reader, perSecond: number): Frame[] {
  // The upper bits say how long frame check sequences are.
  const linkType = u32(20) & 0x0fff_ffff;
  const frames: Frame[] = [];
  for (let at = 24; at + 16 <= file.length && frames.length < maxFrames; ) {
    const kept = u32(at + 8);
    if (kept > maxFrameBytes || at + 16 + kept > file.length) break;
    frames.push({ time: u32(at) + u32(at + 4) / perSecond, linkType, bytes: file.subarray(at + 16, at + 16 + kept) });
    at += 16 + kept;
  }
  return frames;
}

interface CaptureInterface {
  linkType: number;
  snapLength: number;
  perSecond: number;
}

function readPcapng(file: Buffer): Frame[] | null {
  const frames: Frame[] = [];
  let read: Reader | null = null;
  let interfaces: CaptureInterface[] = [];
  for (let at = 0; at + 12 <= file.length && frames.length < maxFrames; ) {
    if (file.readUInt32BE(at) === 0x0a0d0d0a) {
      const order = file.readUInt32BE(at + 8);
      if (order !== 0x1a2b3c4d && order !== 0x4d3c2b1a) break;
      read = reader(file, order === 0x4d3c2b1a);
      interfaces = [];
    }
    if (!read) return null;
    const [type, size] = [read.u32(at), read.u32(at + 4)];
    if (size < 12 || size % 4 !== 0 || size > maxFrameBytes + 4096) break;
    const end = at + size - 4;
    if (end > file.length) break;
    if (type === 1 && size >= 20 && interfaces.length < 256) interfaces.push(describedInterface(file, read, at, end));
    const frame = type === 6 && size >= 32 ? enhanced(file, read, at, end, interfaces) : type === 3 && size >= 16 ? simple(file, read, at, end, interfaces) : null;
    if (frame) frames.push(frame);
    at += size;
  }
  return read ? frames : null;
}

function describedInterface(file: Buffer, read: Reader, at: number, end: number): CaptureInterface {
  const found = { linkType: read.u16(at + 8), snapLength: read.u32(at + 12) || maxFrameBytes, perSecond: 1e6 };
  for (let option = at + 16; option + 4 <= end; ) {
    const [code, length] = [read.u16(option), read.u16(option + 2)];
    if (code === 0) break;
    // if_tsresol: a power of ten, or of two where the highest bit is set.
    const exponent = code === 9 && length === 1 && option + 4 < end ? file.readUInt8(option + 4) : null;
    if (exponent !== null) found.perSecond = exponent & 0x80 ? 2 ** (exponent & 0x7f) : 10 ** exponent;
    option += 4 + Math.ceil(length / 4) * 4;
  }
  return found;
}

function enhanced(file: Buffer, read: Reader, at: number, end: number, interfaces: CaptureInterface[]): Frame | null {
  const from = interfaces[read.u32(at + 8)];
  const kept = read.u32(at + 20);
  if (!from || at + 28 + kept > end) return null;
  const time = (read.u32(at + 12) * 2 ** 32 + read.u32(at + 16)) / from.perSecond;
  return { time, linkType: from.linkType, bytes: file.subarray(at + 28, at + 28 + kept) };
}

function simple(file: Buffer, read: Reader, at: number, end: number, interfaces: CaptureInterface[]): Frame | null {
  const from = interfaces[0];
  if (!from) return null;
  const kept = Math.min(read.u32(at + 8), from.snapLength, end - at - 12);
  return { time: 0, linkType: from.linkType, bytes: file.subarray(at + 12, at + 12 + kept) };
}
