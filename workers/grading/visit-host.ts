import type { Database } from '#db/database.ts';
import { enrolmentKeyContext } from '#db/queries/enrolments.ts';
import type { GradingTask } from '#db/queries/grading-task.ts';
import type { Sealer } from '#db/sealed.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { collect } from '../collect/collect.ts';
import { SshError } from '../ssh/errors.ts';
import type { GradingObserver } from './observer.ts';
import type { PhaseClock } from './phase-clock.ts';
import { rememberFault, rememberHostKey } from './remember-host.ts';

export type GradingPhase = 'connecting' | 'collecting' | 'scoring';

export interface GradingProgress {
  phase: GradingPhase;
  done: number;
  total: number;
  /** The probe that answered last, and some of those that have not. */
  last?: string;
  left?: string[];
}

export interface VisitDependencies {
  db: Database;
  sealer: Sealer;
  /** The grader's account on students' hosts. */
  username: string;
  observer?: GradingObserver;
  /** A worker that is silent for so long loses its hosts; default 30 s. */
  leaseSeconds?: number;
}

export interface VisitOptions {
  signal: AbortSignal;
  onProgress?: ((progress: GradingProgress) => void) | undefined;
  clock?: PhaseClock;
}

export function hostOf({ host }: GradingTask): string {
  return `${host.address}:${host.port}`;
}

/**
 * Logs in once and collects. A fault of the host or of the way to it comes back as a value, after what must be remembered of it
 * was stored (silence, a host key that changed). Throws on faults of ours, and where the signal ended the visit.
 */
export async function visitHost(
  { db, sealer, username, observer }: VisitDependencies,
  task: GradingTask,
  rubric: Rubric,
  { signal, onProgress, clock }: VisitOptions,
): Promise<EvidenceBundle | SshError> {
  if (!task.enrolment) {
    return new SshError('key-refused', 'This machine is not enrolled: run the enrolment script on it with sudo, and submit again.');
  }
  try {
    const bundle = await collect({
      target: task.target,
      uploads: task.uploads,
      username,
      privateKey: sealer.unseal(task.enrolment.sealedPrivateKey, enrolmentKeyContext(task.enrolment.id)),
      hostKeys: task.pinnedHostKeys,
      rubric,
      onPhase: (phase) => {
        clock?.enter(phase === 'connecting' ? 'connect' : 'collect');
        onProgress?.({ phase, done: 0, total: 0 });
      },
      onProbe: ({ id, done, total, left }) => onProgress?.({ phase: 'collecting', done, total, last: id, left: left.slice(0, 5) }),
      signal,
    });
    clock?.enter('store', { probes: Object.keys(bundle.probes).length });
    await rememberHostKey(db, task, bundle.witness.ssh.hostKey);
    return bundle;
  } catch (error) {
    clock?.enter(null, { fault: error instanceof SshError ? error.code : 'internal' });
    if (!(error instanceof SshError) || error.code === 'aborted') throw error;
    observer?.sshFailure(error.code);
    await rememberFault(db, task.host, error);
    return error;
  }
}
