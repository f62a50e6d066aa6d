import type { Regrade } from '#db/queries/regrades.ts';
import { ApiProblem } from '../problem.ts';

/** 409 that names the state, and in words the one that the step needs. */
export function wrongState({ id, state }: Pick<Regrade, 'id' | 'state'>, needed: string): ApiProblem {
  return new ApiProblem('regrade-state', `Regrade ${id} is ${state}. This needs one that is ${needed}.`, { state });
}
