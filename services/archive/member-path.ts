import { uploadLimits } from '#rubric/evidence.ts';

const maxDepth = 12;

export type MemberPath = { path: string } | { refused: string };

/**
 * The path of an archive's entry: relative, with `/`, without `.` and empty parts. Nothing is ever written to a disk;
 * what would have led out of the folder is refused all the same, since no honest tool makes it.
 */
export function memberPath(name: string | null): MemberPath {
  if (name === null) return { refused: 'the name is not UTF-8; rename it to plain letters' };
  if (/[\p{Cc}\p{Cf}]/u.test(name)) return { refused: 'the name holds invisible characters' };
  if (name.includes('\\')) return { refused: 'the name holds a backslash; rename it' };
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return { refused: 'the path is absolute; pack the folder by a relative path' };
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { refused: 'the path leads out of the archive (“..”)' };
  if (parts.length > maxDepth) return { refused: `it lies more than ${maxDepth} folders deep` };
  const path = parts.join('/');
  if (path.length > uploadLimits.pathLength) return { refused: `its path is longer than ${uploadLimits.pathLength} characters` };
  if (path === '') return { refused: 'it has no name' };
  return { path };
}

/** Why a file is passed over by where it lies, as on a host; null: it is not. */
export function passedOver(path: string): string | null {
  const parts = path.split('/');
  const base = parts.at(-1) ?? '';
  if (parts.includes('__MACOSX') || base.startsWith('._')) return 'written by macOS beside your files';
  if (parts.some((part) => part.startsWith('.'))) return 'hidden, or in a hidden folder';
  const folder = parts.find((part) => ['node_modules', 'site-packages', '__pycache__'].includes(part));
  return folder === undefined ? null : `in ${folder}`;
}
