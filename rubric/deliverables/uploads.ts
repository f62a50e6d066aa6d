import type { Upload } from '../evidence.ts';

/** A file's name without its folders: a text is compared in any case, a pattern as it is. */
export type FileName = string | RegExp;

/**
 * The file of the archive that bears one of these names, the first name with any winning; of several, the one in the
 * fewest folders, then the first by path. Hidden folders are passed over, as on the host.
 */
export function uploadNamed(uploads: readonly Upload[], names: readonly FileName[]): Upload | null {
  for (const name of names) {
    const [best] = uploads
      .filter(({ path }) => !/(?:^|\/)\.[^/]*\//.test(path) && named(path, name))
      .toSorted((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1));
    if (best) return best;
  }
  return null;
}

/** The kept bytes of a file. */
export function bytesOf(upload: Upload): Uint8Array {
  return Buffer.from(upload.base64, 'base64');
}

/** The kept bytes as UTF-8; what is not UTF-8 becomes U+FFFD. */
export function textOf(upload: Upload): string {
  return Buffer.from(upload.base64, 'base64').toString('utf8');
}

function named(path: string, name: FileName): boolean {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return typeof name === 'string' ? base.toLowerCase() === name.toLowerCase() : name.test(base);
}

function depth({ path }: Upload): number {
  return path.split('/').length;
}
