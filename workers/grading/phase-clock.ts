import type { GradingObserver, MeasuredPhase } from './observer.ts';
import { type WorkerLog } from './worker-log.ts';

export interface PhaseClock {
  /** Ends the phase before and begins this one; null begins none. The same again goes on. */
  enter(phase: MeasuredPhase | null, details?: object): void;
}

/** Measures one phase after the other; each that ends is logged and observed. */
export function phaseClock(observer: GradingObserver | undefined, log: WorkerLog | undefined): PhaseClock {
  let open: { phase: MeasuredPhase; since: number } | null = null;
  return {
    enter(phase, details = {}) {
      if (open?.phase === phase) return;
      if (open) {
        const ms = performance.now() - open.since;
        observer?.phase(open.phase, ms / 1000);
        log?.info({ phase: open.phase, ms: Math.round(ms), ...details }, 'phase ended');
      }
      open = phase && { phase, since: performance.now() };
    },
  };
}
