import type { Assignment } from '#db/queries/assignments.ts';
import { insertRegrade, type Regrade } from '#db/queries/regrades.ts';
import type { RegradeFilter, RegradeKind } from '#db/schema/regrades.ts';
import type { Viewer } from '../../identity/identify.ts';
import { requireRubric } from '../access.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { startLanes } from './start-lanes.ts';

export interface WantedRegrade {
  kind: RegradeKind;
  filter: RegradeFilter;
  /** Id of a stored version; undefined: the assignment's. */
  rubric?: string | undefined;
  reason: string;
}

/** Writes a regrade down and has its preview made; no grade changes before it is confirmed. 422 for an unknown rubric. */
export async function prepareRegrade(dependencies: ApiDependencies, viewer: Viewer, assignment: Assignment, wanted: WantedRegrade): Promise<Regrade> {
  const { db } = dependencies;
  const { kind, filter, rubric, reason } = wanted;
  const rubricId = rubric === undefined ? assignment.rubricId : (await requireRubric(db, rubric)).id;
  const regrade = await insertRegrade(db, { assignmentId: assignment.id, kind, rubricId, filter, reason, userId: viewer.userId });
  if (regrade.state === 'previewing') await startLanes(dependencies, regrade);
  return regrade;
}
