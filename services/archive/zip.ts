import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { ArchiveError, damaged } from './errors.ts';
import { unpackLimits } from './limits.ts';
import type { ArchiveMember } from './member.ts';
import { isTooLarge, tooLarge, tooMany } from './tar.ts';

/** The entries of a zip (PKWARE APPNOTE 6.3), by its central directory. Throws ArchiveError, also for encrypted ones. */
export async function readZip(bytes: Buffer): Promise<ArchiveMember[]> {
  const members: ArchiveMember[] = [];
  try {
    // Names as bytes: what they are is decided here, and one bad name is not the end of all.
    const zip = await fromBufferPromise(bytes, { decodeStrings: false });
    let declared = 0;
    let packed = 0;
    for await (const entry of zip.eachEntry()) {
      if (members.length === unpackLimits.entries) throw tooMany();
      if (entry.isEncrypted()) throw new ArchiveError('encrypted', 'The archive has a password. Pack it again without one.');
      declared += entry.uncompressedSize;
      if (declared > unpackLimits.totalBytes) throw tooLarge();
      // Entries that share their bytes are how a small zip takes hours, at any size unpacked.
      packed += entry.compressedSize;
      if (packed > bytes.length) throw damaged('entries overlap');
      members.push(memberOf(zip, bytes, entry));
    }
  } catch (error) {
    throw error instanceof ArchiveError ? error : damaged(error);
  }
  return members;
}

function memberOf(zip: ZipFile, bytes: Buffer, entry: Entry): ArchiveMember {
  const system = entry.versionMadeBy >> 8;
  const isUnix = system === 3 || system === 19;
  // APPNOTE 4.4.15: for Unix and macOS the upper half is st_mode.
  const mode = isUnix ? entry.externalFileAttributes >>> 16 : 0;
  const name = nameOf(entry, isUnix);
  return {
    name,
    kind: name?.endsWith('/') ? 'folder' : (kinds[mode & 0o170000] ?? 'device'),
    executable: mode === 0 || (mode & 0o111) !== 0,
    content: async () => {
      try {
        return await contentOf(zip, bytes, entry);
      } catch (error) {
        throw error instanceof ArchiveError ? error : damaged(error);
      }
    },
  };
}

// st_mode's file types, inode(7); none where the archive keeps no modes.
const kinds: Record<number, ArchiveMember['kind']> = { 0: 'file', 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };

/** The inflater stops at the size that the directory tells, so that a lying size cannot make it larger. */
async function contentOf(zip: ZipFile, bytes: Buffer, entry: Entry): Promise<Uint8Array> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize);
  const content = entry.compressionMethod === 0 ? packed : await inflate(packed, entry);
  if (content.length !== entry.uncompressedSize) throw damaged('another size than told');
  if (crc32(content) !== entry.crc32) throw damaged('checksum');
  return content;
}

async function inflate(packed: Buffer, { compressionMethod, uncompressedSize }: Entry): Promise<Buffer> {
  if (compressionMethod !== 8) {
    throw new ArchiveError('damaged', `The archive is packed by a rare method (${compressionMethod}). Pack it again as an ordinary zip, or as .tar.gz.`);
  }
  return promisify(inflateRaw)(packed, { maxOutputLength: Math.max(1, uncompressedSize) }).catch((error: unknown) => {
    throw isTooLarge(error) ? damaged('a larger size than told') : error;
  });
}

function nameOf(entry: Entry, isUnix: boolean): string | null {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(entry.fileName as unknown as Buffer);
    // Old Windows tools separate folders by backslashes.
    return isUnix ? name : name.replaceAll('\\', '/');
  } catch {
    return null;
  }
}
