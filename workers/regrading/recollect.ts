import { isOutage } from '#db/outage.ts';
import { StaleRunError } from '#db/queries/errors.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { selectGradingTask } from '#db/queries/grading-task.ts';
import { failItem, postponeItem, storeRecollected } from '#db/queries/recollect-items.ts';
import { type Politeness, type RecollectVisit, startNextVisit } from '#db/queries/recollect-visits.ts';
import { finishRegrade, type Regrade } from '#db/queries/regrades.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { score } from '#rubric/grade.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { holdLease } from '../grading/hold-lease.ts';
import { phaseClock } from '../grading/phase-clock.ts';
import { type VisitDependencies, visitHost } from '../grading/visit-host.ts';
import { logWith, type WorkerLog } from '../grading/worker-log.ts';
import { SshError } from '../ssh/errors.ts';

export interface RecollectDependencies extends VisitDependencies {
  retryDelaysMs: readonly number[];
  politeness: Politeness;
  log?: WorkerLog;
}

/** `more`: ask again at once; `later`: nothing may begin now; `done`: nothing is left. */
export type RecollectStep = { kind: 'more'; became: string } | { kind: 'later'; afterMs: number; why: string } | { kind: 'done' };

/** Visits the next machine of a regrade, judges it and stores what came of it. Throws on faults of ours alone. */
export async function recollectNext(dependencies: RecollectDependencies, regrade: Regrade, signal: AbortSignal): Promise<RecollectStep> {
  const { db, politeness } = dependencies;
  const since = performance.now();
  const next = await startNextVisit(db, regrade.id, politeness, dependencies.leaseSeconds);
  if (next.kind === 'later') return { kind: 'later', afterMs: next.retryAfterMs, why: next.why };
  if (next.kind === 'done') {
    await finishRegrade(db, regrade.id);
    return { kind: 'done' };
  }
  const { visit } = next;
  const lease = holdLease(db, visit.run.runId, { outer: signal, seconds: dependencies.leaseSeconds, since });
  try {
    return { kind: 'more', became: await visitAndStore(dependencies, regrade, visit, lease.signal) };
  } catch (error) {
    if (error instanceof StaleRunError) return { kind: 'more', became: 'overtaken' };
    const again = { code: 'internal', message: error instanceof Error ? error.message : String(error) };
    const isOurs = lease.signal.aborted || isOutage(error);
    await postponeItem(db, visit, again, 1000, !isOurs);
    if (isOurs) return { kind: 'later', afterMs: 1000, why: lease.signal.aborted ? 'called-off' : 'outage' };
    if (visit.faults >= dependencies.retryDelaysMs.length) await failItem(db, visit, again);
    throw error;
  } finally {
    lease.release();
  }
}

async function visitAndStore(dependencies: RecollectDependencies, regrade: Regrade, visit: RecollectVisit, signal: AbortSignal): Promise<string> {
  const { db, retryDelaysMs, observer } = dependencies;
  const task = await selectGradingTask(db, visit.submissionId);
  const ids = { submissionId: visit.submissionId, runId: visit.run.runId, requestId: task.requestId, regradeId: regrade.id };
  const clock = phaseClock(observer, dependencies.log && logWith(dependencies.log, ids));
  const rubric = parseRubric((await selectRubric(db, visit.run.rubricId)).text);
  const visited = await visitHost(dependencies, task, rubric, { signal, clock });
  if (visited instanceof SshError) {
    const fault = { code: visited.code, message: visited.message };
    const afterMs = visited.isTransportFault ? retryDelaysMs[visit.faults] : undefined;
    if (afterMs === undefined) await failItem(db, visit, fault);
    else await postponeItem(db, visit, fault, afterMs, true);
    return afterMs === undefined ? 'failed' : 'postponed';
  }
  await keepEvidence(db, visit.run.runId, visited);
  clock.enter('score');
  const grade = score(visited, rubric);
  clock.enter('store', { status: grade.status });
  const became = await storeRecollected(db, visit, grade, digestsOf(rubric));
  clock.enter(null);
  return became;
}
