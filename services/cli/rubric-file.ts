import { readFileSync } from 'node:fs';
import { InvalidRubricError, parseRubric, type Rubric } from '#rubric/rubric.ts';
import { builtInRubricFile } from './built-in-rubric.ts';
import { UsageError } from './usage-error.ts';

/** Reads and validates a rubric file. Throws UsageError where it cannot be read or is not valid. */
export function readRubric(file: string = builtInRubricFile): Rubric {
  const text = readTextFile(file, 'rubric');
  try {
    return parseRubric(text);
  } catch (cause) {
    if (cause instanceof InvalidRubricError) throw new UsageError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** Reads a file that the user named. Throws UsageError naming it and what it was for. */
export function readTextFile(file: string, purpose: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`The ${purpose} file ${file} cannot be read. Check the path and its permissions.`, { cause });
  }
}
