import { readFileSync, statSync } from 'node:fs';
import type { Upload } from '#rubric/evidence.ts';
import { ArchiveError } from '../archive/errors.ts';
import { defaultArchiveBytes } from '../archive/limits.ts';
import { openArchive } from '../archive/open-archive.ts';
import { UsageError } from './usage-error.ts';

/** Opens an archive of deliverables; what is left out of it is told on stderr. Throws UsageError. */
export async function readArchive(file: string): Promise<Upload[]> {
  try {
    const { files, leftOut } = await openArchive(readFile(file));
    for (const sentence of leftOut) process.stderr.write(`${file}: left out: ${sentence}\n`);
    return files;
  } catch (cause) {
    if (cause instanceof ArchiveError) throw new UsageError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

function readFile(file: string): Buffer {
  let size: number;
  try {
    size = statSync(file).size;
    if (size <= defaultArchiveBytes) return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`The archive ${file} cannot be read. Check the path and its permissions.`, { cause });
  }
  throw new UsageError(`${file}: an archive may have ${defaultArchiveBytes} bytes, and this one has ${size}. Leave out captures and logs that nobody asked for.`);
}
