import type { Actor } from '#db/queries/audit.ts';
import { ensureRubric, type StoredRubric } from '#db/queries/rubrics.ts';
import { InvalidRubricError, parseRubric } from '#rubric/rubric.ts';
import type { ApiDependencies } from './dependencies.ts';
import { ApiProblem } from './problem.ts';

/** What keeps a text from becoming a version, in sentences. */
export interface RubricFaults {
  /** Why it is no rubric. */
  problems: string[];
  /** A rubric must grade hosts whose state is known as that state deserves: where it does not. */
  differences: string[];
}

/** Texts that this process found nothing wrong with, newest last: whoever uploads one and then publishes it waits once. */
const faultless = new Set<string>();
const remembered = 20;

/** Nothing in either list: it may be published. Scores the calibrated hosts, which takes seconds, only where it is a rubric at all. */
export async function examineRubric({ rubricDifferences }: Pick<ApiDependencies, 'rubricDifferences'>, text: string): Promise<RubricFaults> {
  try {
    parseRubric(text);
  } catch (error) {
    if (!(error instanceof InvalidRubricError)) throw error;
    return { problems: error.problems, differences: [] };
  }
  if (faultless.has(text)) return { problems: [], differences: [] };
  const differences = (await rubricDifferences?.(text)) ?? [];
  if (differences.length === 0) faultless.add(text);
  for (const oldest of faultless.values()) if (faultless.size > remembered) faultless.delete(oldest);
  return { problems: [], differences };
}

/** Stores a rubric document as a version, once nothing is wrong with it. Throws an ApiProblem (422). */
export async function publishRubric(dependencies: ApiDependencies, text: string, actor: Actor): Promise<StoredRubric> {
  await requirePublishable(dependencies, text);
  return ensureRubric(dependencies.db, text, actor);
}

/** Throws an ApiProblem (422) that lists what is wrong with the text. */
export async function requirePublishable(dependencies: Pick<ApiDependencies, 'rubricDifferences'>, text: string): Promise<void> {
  const { problems, differences } = await examineRubric(dependencies, text);
  if (problems.length > 0) throw new ApiProblem('invalid', 'The rubric is not valid.', { errors: problems.map(ofRubric) });
  if (differences.length > 0) {
    throw new ApiProblem('invalid', `The rubric grades calibrated hosts otherwise than it must, in ${differences.length} places.`, { errors: differences.slice(0, 20).map(ofRubric) });
  }
}

function ofRubric(message: string): { field: string; message: string } {
  return { field: 'rubric', message };
}
