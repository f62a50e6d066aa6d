import type { VisitDependencies } from '../grading/visit-host.ts';
import type { WorkerLog } from '../grading/worker-log.ts';

/** Looks whether the grader can connect, log in and use sudo on a student's machine, and stores what it found (`vm_checks`). */
export function checkVm(_dependencies: VisitDependencies, id: string, _options: { signal: AbortSignal; log: WorkerLog }): Promise<void> {
  return Promise.reject(new Error(`Cannot check ${id} yet`));
}
