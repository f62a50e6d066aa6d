import { isOutage } from '#db/outage.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { StaleRunError } from '#db/queries/errors.ts';
import { countVanishedRuns, failRun, selectRuns, type StartedRun, startVisit } from '#db/queries/grading-runs.ts';
import { type GradingTask, selectGradingTask } from '#db/queries/grading-task.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { type Grade, notGradableGrade, score, totalsOf } from '#rubric/grade.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';
import { subnetOf } from '#rubric/subnet.ts';
import { SshError } from '../ssh/errors.ts';
import { holdLease } from './hold-lease.ts';
import { phaseClock } from './phase-clock.ts';
import { type GradingProgress, hostOf, type VisitDependencies, visitHost } from './visit-host.ts';
import { logWith, type WorkerLog } from './worker-log.ts';

export interface GradingDependencies extends VisitDependencies {
  /** Waits after each transport fault; one more fault than waits ends the submission as not gradable. */
  retryDelaysMs: readonly number[];
}

/** Runs of a submission that may end with their worker: restarts and outages take few, a host that brings workers down takes all. */
const mostVanished = 20;

/** Codes of runs that ended on our side. */
const ourOwn: ReadonlySet<string> = new Set(['internal', 'outage', 'called-off']);

/** What every log line of a grading carries. `requestId`: of the HTTP request that handed in, where it is known. */
export interface GradingIds {
  submissionId: string;
  /** Null before a run has begun. */
  runId: string | null;
  requestId: string | null;
}

type Settlement = { kind: 'settled'; grade: Grade | null } | { kind: 'later'; afterMs: number; why: string };

/** `later`: nothing is lost, the job comes back after that time. `settled`: a grade is stored, by this run or another. */
export type GradingOutcome = Settlement & { ids: GradingIds };

/**
 * Grades one submission: visits the host once, scores, stores. Ends with a grade, or with the time for another try;
 * a host that cannot be visited becomes a not gradable grade with a reason. Throws on faults of ours alone.
 */
export async function gradeSubmission(
  dependencies: GradingDependencies,
  submissionId: string,
  options: { signal?: AbortSignal; onProgress?: (progress: GradingProgress) => void; log?: WorkerLog } = {},
): Promise<GradingOutcome> {
  const { db, leaseSeconds } = dependencies;
  const task = await selectGradingTask(db, submissionId);
  const noRun: GradingIds = { submissionId, runId: null, requestId: task.requestId };
  const since = performance.now();
  const started = await startVisit(db, submissionId, { host: hostOf(task), subnet: subnetOf(task.host.address), connects: task.enrolment !== null, seconds: leaseSeconds });
  if (started.kind === 'settled') return { kind: 'settled', grade: null, ids: noRun };
  if (started.kind === 'later') return { kind: 'later', afterMs: started.retryAfterMs, why: started.why, ids: noRun };
  const { run } = started;
  const ids = { ...noRun, runId: run.runId };
  const log = options.log && logWith(options.log, ids);
  log?.info({ number: run.fencingToken }, 'grading began');
  return { ...(await visitAndSettle(dependencies, task, run, { ...options, log, since })), ids };
}

interface RunOptions {
  signal?: AbortSignal;
  onProgress?: (progress: GradingProgress) => void;
  log: WorkerLog | undefined;
  /** When the lease was asked for. */
  since: number;
}

async function visitAndSettle(dependencies: GradingDependencies, task: GradingTask, run: StartedRun, options: RunOptions): Promise<Settlement> {
  const { db, observer, leaseSeconds } = dependencies;
  const clock = phaseClock(observer, options.log);
  const lease = holdLease(db, run.runId, { outer: options.signal, seconds: leaseSeconds, since: options.since });
  try {
    const rubric = parseRubric((await selectRubric(db, run.rubricId)).text);
    if (run.fencingToken > mostVanished && (await countVanishedRuns(db, task.submissionId)) >= mostVanished) {
      return await settle(dependencies, run, notGradableGrade(totalsOf(rubric), internalFault));
    }
    const visited = await visitHost(dependencies, task, rubric, { ...options, signal: lease.signal, clock });
    if (visited instanceof SshError) {
      options.log?.info({ fault: visited.code }, 'the host could not be visited');
      clock.enter('store');
      return await afterFault(dependencies, task, rubric, run, visited);
    }
    await keepEvidence(db, run.runId, visited);
    clock.enter('score');
    options.onProgress?.({ phase: 'scoring', done: 0, total: 0 });
    const grade = score(visited, rubric);
    clock.enter('store', { status: grade.status });
    return await settle(dependencies, run, grade);
  } catch (error) {
    options.log?.info({ err: error, leaseLost: lease.lost }, 'the run was given up');
    await failRun(db, run.runId, { code: codeOf(error, lease.signal), message: error instanceof Error ? error.message : String(error) });
    // Another run may have the host by now, or will in a moment.
    if (lease.lost) return { kind: 'later', afterMs: 1000, why: 'lease-lost' };
    throw error;
  } finally {
    clock.enter(null);
    lease.release();
  }
}

async function afterFault(
  dependencies: GradingDependencies,
  task: GradingTask,
  rubric: Rubric,
  run: StartedRun,
  fault: SshError,
): Promise<Settlement> {
  const { db, retryDelaysMs } = dependencies;
  if (fault.isTransportFault) {
    const faults = (await selectRuns(db, task.submissionId)).filter(({ error }) => error !== null && !ourOwn.has(error.code)).length;
    const afterMs = retryDelaysMs[faults];
    if (afterMs !== undefined) {
      await failRun(db, run.runId, { code: fault.code, message: fault.message });
      return { kind: 'later', afterMs, why: fault.code };
    }
  }
  return settle(dependencies, run, notGradableGrade(totalsOf(rubric), { code: fault.code, message: fault.message }));
}

function codeOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'called-off';
  return isOutage(error) ? 'outage' : 'internal';
}

/** What a student reads where we could not grade, try after try. */
export const internalFault = {
  code: 'internal-fault',
  message: 'Something went wrong on the grader’s side, again and again. Your instructor can see what; submit again later.',
};

async function settle({ db, observer }: GradingDependencies, run: StartedRun, grade: Grade): Promise<Settlement> {
  try {
    await storeGrade(db, { ...run, grade });
  } catch (error) {
    // Another worker took the job over and has begun or ended a run of its own: that one counts.
    if (error instanceof StaleRunError) return { kind: 'settled', grade: null };
    throw error;
  }
  observer?.graded(grade.status);
  return { kind: 'settled', grade };
}
