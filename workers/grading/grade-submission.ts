import type { Database } from '#db/database.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { StaleRunError } from '#db/queries/errors.ts';
import { failRun, selectRuns, type StartedRun, startVisit } from '#db/queries/grading-runs.ts';
import { type GradingTask, selectGradingTask } from '#db/queries/grading-task.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { type Grade, notGradableGrade, score } from '#rubric/grade.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';
import { subnetOf } from '#rubric/subnet.ts';
import { SshError } from '../ssh/errors.ts';
import { holdLease } from './hold-lease.ts';
import { type GradingProgress, hostOf, type VisitDependencies, visitHost } from './visit-host.ts';

export interface GradingDependencies extends VisitDependencies {
  /** Waits after each transport fault; one more fault than waits ends the submission as not gradable. */
  retryDelaysMs: readonly number[];
}

/** `later`: nothing is lost, the job comes back after that time. `settled`: a grade is stored, by this run or another. */
export type GradingOutcome = { kind: 'settled'; grade: Grade | null } | { kind: 'later'; afterMs: number; why: string };

/**
 * Grades one submission: visits the host once, scores, stores. Ends with a grade, or with the time for another try;
 * a host that cannot be visited becomes a not gradable grade with a reason. Throws on faults of ours alone.
 */
export async function gradeSubmission(
  dependencies: GradingDependencies,
  submissionId: string,
  options: { signal?: AbortSignal; onProgress?: (progress: GradingProgress) => void } = {},
): Promise<GradingOutcome> {
  const { db } = dependencies;
  const task = await selectGradingTask(db, submissionId);
  const started = await startVisit(db, submissionId, { host: hostOf(task), subnet: subnetOf(task.host.address), connects: task.enrolment !== null });
  if (started.kind === 'settled') return { kind: 'settled', grade: null };
  if (started.kind === 'later') return { kind: 'later', afterMs: started.retryAfterMs, why: started.why };
  const { run } = started;
  const lease = holdLease(db, run.runId, options.signal);
  try {
    const rubric = parseRubric((await selectRubric(db, run.rubricId)).text);
    const visited = await visitHost(dependencies, task, rubric, { ...options, signal: lease.signal });
    if (visited instanceof SshError) return await afterFault(dependencies, task, rubric, run, visited);
    await keepEvidence(db, run.runId, visited);
    options.onProgress?.({ phase: 'scoring', done: 0, total: 0 });
    return await settle(db, run, score(visited, rubric));
  } catch (error) {
    await failRun(db, run.runId, { code: 'internal', message: error instanceof Error ? error.message : String(error) });
    // Another run may have the host by now, or will in a moment.
    if (lease.lost) return { kind: 'later', afterMs: 1000, why: 'lease-lost' };
    throw error;
  } finally {
    lease.release();
  }
}

async function afterFault(
  { db, retryDelaysMs }: GradingDependencies,
  task: GradingTask,
  rubric: Rubric,
  run: StartedRun,
  fault: SshError,
): Promise<GradingOutcome> {
  if (fault.isTransportFault) {
    const faults = (await selectRuns(db, task.submissionId)).filter(({ error }) => error !== null && error.code !== 'internal').length;
    const afterMs = retryDelaysMs[faults];
    if (afterMs !== undefined) {
      await failRun(db, run.runId, { code: fault.code, message: fault.message });
      return { kind: 'later', afterMs, why: fault.code };
    }
  }
  return settle(db, run, notGradableGrade(rubric, { code: fault.code, message: fault.message }));
}

async function settle(db: Database, run: StartedRun, grade: Grade): Promise<GradingOutcome> {
  try {
    await storeGrade(db, { ...run, grade });
  } catch (error) {
    // Another worker took the job over and has begun or ended a run of its own: that one counts.
    if (error instanceof StaleRunError) return { kind: 'settled', grade: null };
    throw error;
  }
  return { kind: 'settled', grade };
}
