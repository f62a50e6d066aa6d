import { type Upload, uploadLimits } from '#rubric/evidence.ts';
import { isReadable } from './content.ts';
import { ArchiveError } from './errors.ts';
import { LeftOut } from './left-out.ts';
import type { ArchiveMember } from './member.ts';
import { memberPath, passedOver } from './member-path.ts';
import { readTarGz } from './tar.ts';
import { readZip } from './zip.ts';

export interface OpenedArchive {
  /** By path; within uploadLimits. */
  files: Upload[];
  /** What is not among them, and why, in sentences for the student. */
  leftOut: string[];
}

/**
 * Opens a `.tar.gz` or `.zip` in memory, told apart by its first bytes, and keeps what a check may read. Bounded by
 * unpackLimits whatever the archive claims; nothing is written to disk. Throws ArchiveError and nothing else.
 */
export async function openArchive(bytes: Buffer): Promise<OpenedArchive> {
  const leftOut = new LeftOut();
  const found = await readableFiles(await readMembers(bytes), leftOut);
  const files = keepWithinLimits(found, leftOut);
  const sentences = leftOut.sentences();
  if (files.length === 0) {
    throw new ArchiveError('empty', `The archive holds no file that can be graded. ${sentences.join('; ') || 'Put your report and scripts into it.'}`);
  }
  return { files, leftOut: sentences };
}

function readMembers(bytes: Buffer): Promise<ArchiveMember[]> {
  const magic = bytes.subarray(0, 4).toString('latin1');
  if (magic.startsWith('\x1f\x8b')) return readTarGz(bytes);
  // A zip without entries begins with its end record.
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return readZip(bytes);
  return Promise.reject(new ArchiveError('not-an-archive', 'This is neither a .tar.gz nor a .zip. Pack your deliverables with “tar czf lab.tar.gz FOLDER”.'));
}

interface FoundFile {
  path: string;
  executable: boolean;
  content: Uint8Array;
}

async function readableFiles(members: ArchiveMember[], leftOut: LeftOut): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const member of members) {
    if (member.kind === 'folder') continue;
    const place = memberPath(member.name);
    if ('refused' in place) {
      leftOut.add(member.name, place.refused);
      continue;
    }
    const { path } = place;
    const why = passedOver(path) ?? notAFile(member) ?? (found.has(path) ? 'it stands in the archive twice, the first one counts' : null);
    if (why !== null) {
      leftOut.add(path, why);
      continue;
    }
    const content = await member.content();
    if (isReadable(content)) found.set(path, { path, executable: member.executable, content });
    else leftOut.add(path, 'neither text, nor a picture, nor a packet capture');
  }
  return [...found.values()];
}

function notAFile({ kind }: ArchiveMember): string | null {
  if (kind === 'link') return 'a link; put the file itself in its place';
  return kind === 'device' ? 'a device, pipe or socket' : null;
}

/** The shallowest files first, of those the smallest: a folder of captures crowds out no report. */
function keepWithinLimits(found: FoundFile[], leftOut: LeftOut): Upload[] {
  const depth = ({ path }: FoundFile) => path.split('/').length;
  const kept: Upload[] = [];
  let room: number = uploadLimits.totalBytes;
  for (const { path, executable, content } of found.toSorted((a, b) => depth(a) - depth(b) || a.content.length - b.content.length)) {
    const bytes = Buffer.from(content.subarray(0, uploadLimits.fileBytes));
    if (kept.length === uploadLimits.files || bytes.length > room) {
      leftOut.add(path, `beyond the ${uploadLimits.files} files and ${uploadLimits.totalBytes / 1024 / 1024} MiB that are kept`);
      continue;
    }
    room -= bytes.length;
    const truncated = content.length > bytes.length;
    if (truncated) leftOut.add(path, `only its first ${uploadLimits.fileBytes / 1024} KiB are kept`);
    kept.push({ path, executable, base64: bytes.toString('base64'), truncated });
  }
  return kept.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
