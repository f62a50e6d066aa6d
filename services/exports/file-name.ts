import { plainLine } from '#rubric/report/inert.ts';

const length = 80;

/**
 * What somebody wrote as part of a file's name that every system takes and none reads as a path: letters, digits, dots,
 * hyphens and underscores, no dot at either end. Empty where nothing is left.
 */
export function fileNamePart(text: string): string {
  return plainLine(text)
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/([.-])\1+/g, '$1')
    .replace(/^[.-]+/, '')
    .slice(0, length)
    .toWellFormed()
    .replace(/[.\-\ufffd]+$/, '');
}

/** The same in ASCII, for the header of a download; `fallback` where nothing is left. */
export function asciiFileNamePart(text: string, fallback: string): string {
  const ascii = fileNamePart(text.normalize('NFKD').replace(/\p{M}+/gu, '').replace(/[^\x20-\x7e]+/g, ' '));
  return ascii.toLowerCase() || fallback;
}

/** Names of their own for all, in their order, also where a file system knows no capitals. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; taken.has(unique.normalize('NFKC').toLowerCase()); n++) unique = `${name}-${n}`;
    taken.add(unique.normalize('NFKC').toLowerCase());
    return unique;
  });
}
