import { isId } from '#db/id.ts';
import type { Actor } from '#db/queries/audit.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { requireRubric } from './access.ts';
import type { ApiDependencies } from './dependencies.ts';
import { publishRubric } from './publish-rubric.ts';

/** The stored version that a request brings as text, names by id, or leaves to be the built-in one. Throws an ApiProblem (422). */
export async function rubricAsked(dependencies: ApiDependencies, asked: string | undefined, actor: Actor): Promise<string> {
  const { db, config } = dependencies;
  // A built-in rubric that is wrong is a fault of ours.
  if (asked === undefined) return (await ensureRubric(db, config.rubricText, actor)).id;
  if (isId(asked)) return (await requireRubric(db, asked)).id;
  return (await publishRubric(dependencies, asked, actor)).id;
}
