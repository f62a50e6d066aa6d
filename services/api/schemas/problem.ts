import { z } from '@hono/zod-openapi';
import { problems } from '../problem.ts';

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:netgrader:problem:invalid' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [keyof typeof problems, ...(keyof typeof problems)[]]),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    submission: z.string().optional().openapi({ description: 'With already-running: the submission that is running; with deadline-passed: yours from before it' }),
    dueAt: z.string().optional().openapi({ description: 'With deadline-passed' }),
    nextAt: z.string().optional().openapi({ description: 'With cool-down: when the next may be handed in' }),
    state: z.string().optional().openapi({ description: 'With regrade-state: the state that it is in' }),
  })
  .openapi('Problem');

const descriptions = {
  400: 'The body is not JSON that can be read',
  401: 'No token, or not a valid one',
  403: 'Your role does not allow this',
  404: 'Unknown, or not yours to see',
  406: 'None of the representations is acceptable',
  409: 'In conflict with the present state',
  413: 'The body is too large',
  415: 'The body is not JSON by its content type',
  422: 'Fields that are not valid, each named in `errors`',
  503: 'Not ready',
} as const;
type ProblemStatus = keyof typeof descriptions;

/** Documents the problems that a route may answer with. */
export function problemAnswers<S extends ProblemStatus>(...statuses: S[]) {
  const answer = (status: S) => ({
    description: descriptions[status],
    content: { 'application/problem+json': { schema: problemSchema } },
  });
  return Object.fromEntries(statuses.map((status) => [status, answer(status)])) as Record<S, ReturnType<typeof answer>>;
}
