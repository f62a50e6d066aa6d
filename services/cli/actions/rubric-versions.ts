import type { Database } from '#db/database.ts';
import { selectRubrics } from '#db/queries/rubrics.ts';
import { rubricDiff } from '#rubric/rubric-diff.ts';
import { isStoredName, namedRubric } from '../named-rubric.ts';
import { exitStatus } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

/** Prints what the second rubric judges otherwise than the first; returns the exit status, as diff(1) does. Throws UsageError. */
export async function diffRubrics(before: string, after: string): Promise<number> {
  const read = async (db: Database | null) => [await namedRubric(before, db), await namedRubric(after, db)] as const;
  // Two files need no database.
  const [{ rubric: old }, { rubric: now }] = await ([before, after].some(isStoredName) ? withDatabase(read) : read(null));
  const differences = rubricDiff(old, now);
  process.stdout.write(`${old.id} ${old.version} → ${now.id} ${now.version}\n`);
  for (const line of differences) process.stdout.write(`  ${line}\n`);
  if (differences.length === 0) process.stdout.write('  The same is judged in the same way.\n');
  return differences.length === 0 ? exitStatus.graded : exitStatus.failed;
}

/** Prints the stored rubrics, newest first. */
export async function listRubrics(): Promise<void> {
  const stored = await withDatabase(selectRubrics);
  for (const { slug, version, createdAt } of stored) process.stdout.write(`${createdAt.toISOString().slice(0, 16)}Z  ${slug}  ${version}\n`);
  if (stored.length === 0) process.stderr.write('No rubric is stored yet. `netgrader rubric publish FILE` stores one.\n');
}
