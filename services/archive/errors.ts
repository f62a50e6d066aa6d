/** not-an-archive: neither gzip nor zip; damaged: it begins like one; too-large: unpacked, or of too many files; empty: nothing usable in it. */
export type ArchiveFault = 'not-an-archive' | 'damaged' | 'encrypted' | 'too-large' | 'empty';

/** An archive that is refused as a whole. `message` is for the student: what is wrong and what to do. */
export class ArchiveError extends Error {
  readonly code: ArchiveFault;
  constructor(code: ArchiveFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** As thrown when the bytes are not what the format says. */
export function damaged(cause: unknown): ArchiveError {
  return new ArchiveError('damaged', 'The archive is damaged or was cut on its way. Make it again, and look whether it opens on your own machine.', { cause });
}
