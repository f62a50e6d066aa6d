import type { Actor } from '#db/queries/audit.ts';
import { ensureRubric, type StoredRubric } from '#db/queries/rubrics.ts';
import { InvalidRubricError, parseRubric } from '#rubric/rubric.ts';
import type { ApiDependencies } from './dependencies.ts';
import { ApiProblem } from './problem.ts';

/** Stores a rubric document as a version, once it is valid and grades calibrated hosts as they deserve. Throws an ApiProblem (422). */
export async function publishRubric({ db, rubricDifferences }: ApiDependencies, text: string, actor: Actor): Promise<StoredRubric> {
  refuseInvalid(text);
  refuseDifferences((await rubricDifferences?.(text)) ?? []);
  return ensureRubric(db, text, actor);
}

function refuseInvalid(text: string): void {
  try {
    parseRubric(text);
  } catch (error) {
    if (!(error instanceof InvalidRubricError)) throw error;
    const errors = error.problems.map((message) => ({ field: 'rubric', message }));
    throw new ApiProblem('invalid', 'The rubric is not valid.', { errors }, { cause: error });
  }
}

/** A rubric must grade hosts whose state is known as that state deserves. */
function refuseDifferences(differences: string[]): void {
  if (differences.length === 0) return;
  const errors = differences.slice(0, 20).map((message) => ({ field: 'rubric', message }));
  throw new ApiProblem('invalid', `The rubric grades calibrated hosts otherwise than it must, in ${differences.length} places.`, { errors });
}
