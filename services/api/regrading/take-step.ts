import type { Database } from '#db/database.ts';
import { type Acceptance, acceptHeldItems } from '#db/queries/regrade-accept.ts';
import { undoRegrade } from '#db/queries/regrade-undo.ts';
import { cancelRegrade, confirmRegrade, pauseRegrade, type Regrade, type RegradeStep, resumeRegrade, retryFailedItems } from '#db/queries/regrades.ts';
import type { RegradeHolds } from '#db/schema/regrades.ts';
import type { Viewer } from '../../identity/identify.ts';
import { requireRegrade } from '../access.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { startLanes } from './start-lanes.ts';
import { wrongState } from './wrong-state.ts';

/** Steps that say nothing but themselves, and in words the state that each needs. */
export const plainSteps = {
  pause: { take: pauseRegrade, needs: 'running' },
  resume: { take: resumeRegrade, needs: 'paused' },
  cancel: { take: cancelRegrade, needs: 'not over' },
  retry: { take: retryFailedItems, needs: 'finished and has submissions that failed' },
} as const satisfies Record<string, { take: (db: Database, step: RegradeStep) => Promise<Regrade | null>; needs: string }>;
export type PlainStep = keyof typeof plainSteps;

// All below throw ApiProblem: 404 and 403 as `requireRegrade`, 409 where the state does not allow the step.

export async function takePlainStep(dependencies: ApiDependencies, viewer: Viewer, id: string, verb: PlainStep): Promise<Regrade> {
  const { db } = dependencies;
  const { take, needs } = plainSteps[verb];
  const regrade = await requireRegrade(db, viewer, id);
  const moved = await take(db, { id: regrade.id, userId: viewer.userId });
  if (!moved) throw wrongState(await requireRegrade(db, viewer, id), needs);
  if (moved.state === 'running') await startLanes(dependencies, moved);
  return moved;
}

/** Begins what was previewed. */
export async function confirm(dependencies: ApiDependencies, viewer: Viewer, id: string, choice: { holds: RegradeHolds; adoptRubric: boolean }): Promise<Regrade> {
  const { db } = dependencies;
  const regrade = await requireRegrade(db, viewer, id);
  const confirmed = await confirmRegrade(db, { id: regrade.id, userId: viewer.userId, ...choice });
  if (!confirmed) throw wrongState(await requireRegrade(db, viewer, id), 'ready');
  await startLanes(dependencies, confirmed);
  return confirmed;
}

/** Makes held versions current, all or those of some submissions. */
export async function acceptHeld({ db }: ApiDependencies, viewer: Viewer, id: string, { submissions, why }: { submissions?: readonly string[] | undefined; why: string }): Promise<Acceptance> {
  const regrade = await requireRegrade(db, viewer, id);
  const done = await acceptHeldItems(db, { id: regrade.id, userId: viewer.userId, why, ...(submissions ? { submissions } : {}) });
  if (!done) throw wrongState(await requireRegrade(db, viewer, id), 'confirmed and not undone');
  return done;
}

/** Brings back the grades from before, save those that changed since. */
export async function undo({ db }: ApiDependencies, viewer: Viewer, id: string, why: string): Promise<Regrade> {
  const regrade = await requireRegrade(db, viewer, id);
  const undone = await undoRegrade(db, { id: regrade.id, userId: viewer.userId, why });
  if (!undone) throw wrongState(await requireRegrade(db, viewer, id), 'finished or cancelled');
  return undone;
}
