import { setTimeout as pause } from 'node:timers/promises';
import { enrolmentKeyContext } from '#db/queries/enrolments.ts';
import { finishVmCheck, handBackVmCheck, selectVmCheckTask, type StartedVmCheck, startVmCheck, type VmCheckTask } from '#db/queries/vm-checks.ts';
import { type VmCheckResult, type VmCheckStep, vmCheckSteps } from '#db/schema/vm-checks.ts';
import { subnetOf } from '#rubric/subnet.ts';
import { holdLease } from '../grading/hold-lease.ts';
import { rememberFault, rememberHostKey } from '../grading/remember-host.ts';
import type { VisitDependencies } from '../grading/visit-host.ts';
import type { WorkerLog } from '../grading/worker-log.ts';
import { SshError } from '../ssh/errors.ts';
import { openSession } from '../ssh/session.ts';
import { askMachine } from './ask-machine.ts';
import * as words from './check-words.ts';

/** The connection, and then again the login, may take so long; together with the questions 20 s. */
const connectTimeoutMs = 7000;

/** A busy host is waited for so long; then the student is told when to come back. */
const patienceMs = 5000;

/**
 * Looks whether the grader can connect, log in and use sudo on a student's machine, and stores what it found (`vm_checks`):
 * one TCP connection, one authentication, one exec. Throws on faults of ours and where the signal ended it.
 */
export async function checkVm(dependencies: VisitDependencies, id: string, { signal, log }: { signal: AbortSignal; log: WorkerLog }): Promise<void> {
  const { db, leaseSeconds } = dependencies;
  const task = await selectVmCheckTask(db, id);
  if (!task.enrolment) return finishVmCheck(db, id, failed('connect', 'not-enrolled', words.notEnrolled()));
  const since = performance.now();
  const started = await takeTurn(dependencies, task, signal);
  if (started.kind === 'taken') return;
  if (started.kind === 'later') return finishVmCheck(db, id, failed('connect', started.why, words.comeBack(started, task)));
  const lease = holdLease(db, id, { outer: signal, seconds: leaseSeconds, since });
  try {
    const result = await look(dependencies, task, task.enrolment, lease.signal);
    log.info({ check: id, failure: result.failure?.code ?? null }, 'a VM was checked');
    await finishVmCheck(db, id, result);
  } catch (error) {
    if (lease.signal.aborted) await handBackVmCheck(db, id);
    else await finishVmCheck(db, id, failed('connect', 'internal', words.ourFault()));
    throw error;
  } finally {
    lease.release();
  }
}

async function takeTurn({ db, leaseSeconds }: VisitDependencies, task: VmCheckTask, signal: AbortSignal): Promise<StartedVmCheck> {
  const { address, port } = task.host;
  const until = performance.now() + patienceMs;
  for (;;) {
    const started = await startVmCheck(db, task.id, { host: `${address}:${port}`, subnet: subnetOf(address), seconds: leaseSeconds });
    if (started.kind !== 'later' || performance.now() + started.retryAfterMs > until) return started;
    await pause(started.retryAfterMs, undefined, { signal });
  }
}

async function look({ db, sealer, username }: VisitDependencies, task: VmCheckTask, enrolment: NonNullable<VmCheckTask['enrolment']>, signal: AbortSignal): Promise<VmCheckResult> {
  const { address, port } = task.host;
  let session: Awaited<ReturnType<typeof openSession>> | undefined;
  try {
    const privateKey = sealer.unseal(enrolment.sealedPrivateKey, enrolmentKeyContext(enrolment.id));
    session = await openSession({ address, port, username, privateKey, hostKeys: task.pinnedHostKeys, connectTimeoutMs, signal });
    await rememberHostKey(db, task, session.witness.hostKey);
    const { sudo, login } = await askMachine(session, task.login);
    signal.throwIfAborted();
    if (sudo !== 'works') return failed('sudo', 'sudo-refused', words.sudoRefused(sudo.said));
    if (!login) return failed('login', 'login-unknown', words.loginUnknown(task.login));
    return { succeeded: [...vmCheckSteps], failure: null };
  } catch (error) {
    if (!(error instanceof SshError) || error.code === 'aborted') throw error;
    await rememberFault(db, task.host, error);
    return failed(session ? 'log-in' : stepOf(error), error.code, words.ofFault(error, { ...task.host, reported: enrolment.reported }));
  } finally {
    await session?.close();
  }
}

function stepOf({ code }: SshError): VmCheckStep {
  if (code === 'host-key-changed') return 'host-key';
  return code === 'key-refused' || code === 'no-answer' ? 'log-in' : 'connect';
}

/** All steps before the one that failed have succeeded. */
function failed(step: VmCheckStep, code: string, message: string): VmCheckResult {
  return { succeeded: vmCheckSteps.slice(0, vmCheckSteps.indexOf(step)), failure: { step, code, message } };
}
