import { setImmediate as nextTurn } from 'node:timers/promises';
import { readRecordings, type Recording } from '#lab/recorded/recording.ts';
import { incomparableChecks, rescore } from '#rubric/calibration/rescore.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';

/**
 * Where a rubric grades the kept bundles of calibrated hosts otherwise than their states declare: `NAME: sentence`.
 * Lets others have their turn between bundles. Throws InvalidRubricError.
 */
export async function rubricDifferences(text: string): Promise<string[]> {
  return (await rescoreKeptHosts(parseRubric(text))).differing;
}

/** All kept bundles scored with a rubric: what differs, how many were scored, and the checks that none of them can tell about. */
export async function rescoreKeptHosts(rubric: Rubric): Promise<{ differing: string[]; hosts: number; incomparable: string[] }> {
  const kept = [...readRecordings().values()];
  const differing: string[] = [];
  for (const host of kept) {
    differing.push(...rescore(host, rubric).map((words) => `${host.name}: ${words}`));
    await nextTurn();
  }
  return { differing, hosts: kept.length, incomparable: incomparableInAll(kept, rubric) };
}

function incomparableInAll(kept: readonly Recording[], rubric: Rubric): string[] {
  const [first = [], ...others] = kept.map(({ bundle }) => incomparableChecks(bundle, rubric));
  return first.filter((check) => others.every((checks) => checks.includes(check)));
}
