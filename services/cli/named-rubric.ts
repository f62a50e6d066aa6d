import { existsSync } from 'node:fs';
import type { Database } from '#db/database.ts';
import { InvalidRubricError, parseRubric, type Rubric } from '#rubric/rubric.ts';
import { readTextFile } from './rubric-file.ts';
import { UsageError } from './usage-error.ts';

/** A rubric that somebody named; `stored`: its row, where it is one of the database's. */
export interface NamedRubric {
  text: string;
  rubric: Rubric;
  stored: { id: string } | null;
}

/** Whether the name can only be that of a rubric in the database: an id or a version, and no file of that name is there. */
export function isStoredName(name: string): boolean {
  return /^(\d+\.\d+\.\d+\+[0-9a-f]{12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(name) && !existsSync(name);
}

/** A rubric file, or a stored rubric by version (`1.0.0+3f2a…`) or id. Throws UsageError. */
export async function namedRubric(name: string, db: Database | null): Promise<NamedRubric> {
  if (!isStoredName(name) || !db) {
    const text = readTextFile(name, 'rubric');
    return { text, rubric: parse(name, text), stored: null };
  }
  const { selectOptionalNamedRubric } = await import('#db/queries/rubrics.ts');
  const stored = await selectOptionalNamedRubric(db, name);
  if (!stored) throw new UsageError(`There is no rubric ${name} in the database. \`netgrader rubric list\` lists them; \`netgrader rubric publish FILE\` stores one.`);
  return { text: stored.text, rubric: parse(name, stored.text), stored };
}

function parse(name: string, text: string): Rubric {
  try {
    return parseRubric(text);
  } catch (cause) {
    if (cause instanceof InvalidRubricError) throw new UsageError(`${name}: ${cause.message}`, { cause });
    throw cause;
  }
}
