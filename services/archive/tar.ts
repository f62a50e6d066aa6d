import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ArchiveError, damaged } from './errors.ts';
import { unpackLimits } from './limits.ts';
import type { ArchiveMember } from './member.ts';
import { readPax } from './pax.ts';
import { readTarHeader } from './tar-header.ts';

/**
 * The entries of a gzipped tar (POSIX.1-1988 to 2001, GNU's long names), in time linear in its size. Read by hand: the
 * libraries looked at take quadratic time over a hostile pax header. Throws ArchiveError.
 */
export async function readTarGz(bytes: Uint8Array): Promise<ArchiveMember[]> {
  const tar = await promisify(gunzip)(bytes, { maxOutputLength: unpackLimits.totalBytes }).catch((error: unknown) => {
    throw isTooLarge(error) ? tooLarge() : damaged(error);
  });
  const members: ArchiveMember[] = [];
  // What a header in front says of the next entry.
  let next: { path?: Buffer; size?: number } = {};
  let at = 0;
  for (let headers = 0; at + 512 <= tar.length && tar[at] !== 0; headers += 1) {
    // Three at most for an honest entry: its own, one of pax, one of GNU.
    if (headers === 3 * unpackLimits.entries) throw tooMany();
    const header = readTarHeader(tar.subarray(at, at + 512));
    const size = header.hasContent ? (next.size ?? header.size) : 0;
    const content = tar.subarray(at + 512, at + 512 + size);
    if (content.length < size) throw damaged('cut within an entry');
    at += 512 + Math.ceil(size / 512) * 512;
    if (header.type === 'x') next = { ...next, ...readPax(content) };
    else if (header.type === 'L') next = { ...next, path: upToNul(content) };
    else if (header.type !== 'g' && header.type !== 'K') {
      if (members.length === unpackLimits.entries) throw tooMany();
      const name = decode(next.path ?? header.path);
      next = {};
      const kind = header.kind === 'file' && name?.endsWith('/') ? 'folder' : header.kind;
      members.push({ name, kind, executable: header.executable, content: () => Promise.resolve(content) });
    }
  }
  return members;
}

function upToNul(bytes: Buffer): Buffer {
  const nul = bytes.indexOf(0);
  return nul === -1 ? bytes : bytes.subarray(0, nul);
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** zlib's word for more output than allowed. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

export function tooLarge(): ArchiveError {
  return new ArchiveError('too-large', `Unpacked, the archive has more than ${unpackLimits.totalBytes / 1024 / 1024} MiB. Leave out captures and logs that nobody asked for.`);
}

export function tooMany(): ArchiveError {
  return new ArchiveError('too-large', `The archive holds more than ${unpackLimits.entries} files. Pack only your deliverables, without .git and packages.`);
}
