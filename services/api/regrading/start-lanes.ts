import type { Regrade } from '#db/queries/regrades.ts';
import type { ApiDependencies } from '../dependencies.ts';

/** A rescoring needs one lane. How many machines are visited at once is the workers' setting: more lanes than that wait. */
const lanesOf = { rescore: 1, recollect: 4 } as const;

/** Tells the workers that there is something to do. What is stored is the truth: where this fails, the sweeper finds it. */
export async function startLanes({ queues, log }: Pick<ApiDependencies, 'queues' | 'log'>, { id, kind }: Regrade): Promise<void> {
  await queues.enqueueRegrade(id, lanesOf[kind]).catch((error: unknown) => log.error({ err: error, regrade: id }, 'enqueueing failed'));
}
