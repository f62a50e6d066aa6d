import { type Database } from '#db/database.ts';
import { enrolmentKeyContext } from '#db/queries/enrolments.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { StaleRunError } from '#db/queries/errors.ts';
import { failRun, selectRuns, type StartedRun, startVisit } from '#db/queries/grading-runs.ts';
import { type GradingTask, selectGradingTask } from '#db/queries/grading-task.ts';
import { imposeSilence } from '#db/queries/host-contacts.ts';
import { pinHostKeys } from '#db/queries/host-keys.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import type { Sealer } from '#db/sealed.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { type Grade, notGradableGrade, score } from '#rubric/grade.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';
import { subnetOf } from '#rubric/subnet.ts';
import { collect } from '../collect/collect.ts';
import { contactLimit } from '../ssh/budget.ts';
import { SshError } from '../ssh/errors.ts';
import { holdLease } from './hold-lease.ts';

export interface GradingDependencies {
  db: Database;
  sealer: Sealer;
  /** Waits after each transport fault; one more fault than waits ends the submission as not gradable. */
  retryDelaysMs: readonly number[];
  /** The grader's account on students' hosts. */
  username: string;
}

export type GradingPhase = 'connecting' | 'collecting' | 'scoring';

export interface GradingProgress {
  phase: GradingPhase;
  done: number;
  total: number;
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
    const visited = await visit(dependencies, task, rubric, { ...options, signal: lease.signal }).catch((error: unknown) => {
      if (error instanceof SshError && error.code !== 'aborted') return error;
      throw error;
    });
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

function hostOf({ host }: GradingTask): string {
  return `${host.address}:${host.port}`;
}

async function visit(
  { db, sealer, username }: GradingDependencies,
  task: GradingTask,
  rubric: Rubric,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: GradingProgress) => void },
): Promise<EvidenceBundle> {
  if (!task.enrolment) {
    throw new SshError('key-refused', 'This machine is not enrolled: run the enrolment script on it with sudo, and submit again.');
  }
  const bundle = await collect({
    target: task.target,
    uploads: task.uploads,
    username,
    privateKey: sealer.unseal(task.enrolment.sealedPrivateKey, enrolmentKeyContext(task.enrolment.id)),
    hostKeys: task.pinnedHostKeys,
    rubric,
    onPhase: (phase) => onProgress?.({ phase, done: 0, total: 0 }),
    onProbe: (done, total) => onProgress?.({ phase: 'collecting', done, total }),
    ...(signal ? { signal } : {}),
  });
  if (task.pinnedHostKeys.length === 0) await pinHostKeys(db, task.host, [bundle.witness.ssh.hostKey], 'first-contact');
  return bundle;
}

async function afterFault(
  { db, retryDelaysMs }: GradingDependencies,
  task: GradingTask,
  rubric: Rubric,
  run: StartedRun,
  fault: SshError,
): Promise<GradingOutcome> {
  if (fault.code === 'connection-timeout') await imposeSilence(db, hostOf(task), contactLimit.silenceSeconds);
  if (fault.offeredHostKey) await pinHostKeys(db, task.host, [fault.offeredHostKey], 'first-contact');
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
