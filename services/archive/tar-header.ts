import { damaged } from './errors.ts';
import type { ArchiveMember } from './member.ts';

export interface TarHeader {
  path: Buffer;
  /** Of the content behind it, in bytes. */
  size: number;
  /** POSIX typeflag; the old NUL is `0`. */
  type: string;
  kind: ArchiveMember['kind'];
  executable: boolean;
  /** Links, folders and devices have none, whatever their size field says. */
  hasContent: boolean;
}

/** Reads a header block of 512 bytes, POSIX.1-2001 “ustar Interchange Format”. Throws ArchiveError where its checksum is wrong. */
export function readTarHeader(block: Buffer): TarHeader {
  const blanked = Buffer.from(block).fill(' ', 148, 156);
  if (octal(block.subarray(148, 156)) !== blanked.reduce((sum, byte) => sum + byte, 0)) throw damaged('checksum of a header');
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0);
  const name = field(block, 0, 100);
  // GNU's own magic is “ustar ” and keeps other things in the prefix.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? field(block, 345, 155) : Buffer.alloc(0);
  return {
    path: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    size: sizeOf(block.subarray(124, 136)),
    type,
    kind: kinds[type] ?? 'device',
    executable: (octal(block.subarray(100, 108)) & 0o111) !== 0,
    hasContent: !/[1-6]/.test(type),
  };
}

const kinds: Record<string, ArchiveMember['kind']> = { 0: 'file', 7: 'file', 1: 'link', 2: 'link', 5: 'folder' };

function field(block: Buffer, start: number, length: number): Buffer {
  const bytes = block.subarray(start, start + length);
  const nul = bytes.indexOf(0);
  return nul === -1 ? bytes : bytes.subarray(0, nul);
}

function octal(bytes: Buffer): number {
  const digits = /^[ \0]*([0-7]*)[ \0]*$/.exec(bytes.toString('latin1'))?.[1];
  if (digits === undefined) throw damaged('a number in a header');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** GNU writes sizes of 8 GiB and more in base 256: no archive that we take holds one. */
function sizeOf(bytes: Buffer): number {
  if ((bytes[0] ?? 0) >= 0x80) throw damaged('a size of gigabytes');
  return octal(bytes);
}
