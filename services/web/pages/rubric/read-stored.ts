import { InvalidRubricError, parseRubric, type Rubric } from '#rubric/rubric.ts';

/** A stored text as a rubric or, where a later grader no longer has its checks, what is wrong with it. */
export function readStored(text: string): { rubric: Rubric; problems: null } | { rubric: null; problems: string[] } {
  try {
    return { rubric: parseRubric(text), problems: null };
  } catch (error) {
    if (error instanceof InvalidRubricError) return { rubric: null, problems: error.problems };
    throw error;
  }
}
