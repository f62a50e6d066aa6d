import type { SshFault } from '../ssh/errors.ts';

/** Of one visit: the connection with its login, the probes, the judgement, and what is written to the database. */
export const measuredPhases = ['connect', 'collect', 'score', 'store'] as const;
export type MeasuredPhase = (typeof measuredPhases)[number];

/** Told what a worker does, for metrics. Nothing of it throws or need be waited for. */
export interface GradingObserver {
  phase(phase: MeasuredPhase, seconds: number): void;
  sshFailure(code: SshFault): void;
  /** A grade was stored. */
  graded(status: 'final' | 'provisional' | 'not_gradable'): void;
}
