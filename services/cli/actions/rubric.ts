import { rescoreKeptHosts } from '../calibrated-rubric.ts';
import { readRubric, readTextFile } from '../rubric-file.ts';
import { exitStatus } from '../usage-error.ts';

/** Scores the kept bundles with a rubric file and prints where it differs; returns the exit status. Throws UsageError. */
export async function checkRubric(file?: string): Promise<number> {
  const rubric = readRubric(file);
  const { differing, hosts, incomparable } = await rescoreKeptHosts(rubric);
  for (const line of differing) process.stdout.write(`${line}\n`);
  if (incomparable.length > 0) {
    process.stderr.write(`Not compared, since no kept bundle has the evidence (npm run record-hosts): ${incomparable.join(', ')}\n`);
  }
  process.stdout.write(`${rubric.id} ${rubric.version}: ${hosts} kept hosts scored, ${differing.length} differences\n`);
  return differing.length === 0 ? exitStatus.graded : exitStatus.failed;
}

/** Puts a rubric into the database if it grades the kept bundles as it must; returns the exit status. Throws UsageError. */
export async function publishRubric(file: string): Promise<number> {
  const status = await checkRubric(file);
  if (status !== exitStatus.graded) {
    process.stderr.write('Not published: it grades calibrated hosts otherwise than it must.\n');
    return status;
  }
  const [{ ensureRubric }, { withDatabase }] = await Promise.all([import('#db/queries/rubrics.ts'), import('../with-database.ts')]);
  await withDatabase(async (db) => void (await ensureRubric(db, readTextFile(file, 'rubric'), { system: 'command line' })));
  process.stderr.write('Published.\n');
  return status;
}
