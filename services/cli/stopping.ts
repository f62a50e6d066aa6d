/** Resolves at the first SIGINT or SIGTERM. Repeats within a second are the same Ctrl-C, passed on twice by npm. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first = 0;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (first === 0) {
          first = Date.now();
          resolve(signal);
        } else if (Date.now() - first > 1000) {
          // Asked again, in earnest: do not wait for anything any more.
          process.exit(130);
        }
      });
    }
  });
}

/** How the seconds from a signal to the end of the process are spent, in milliseconds. */
export interface StopPlan {
  /** For what runs to end by itself; */
  graceMs: number;
  /** then for what was called off to be handed back; */
  handBackMs: number;
  /** and then the process ends, whatever still hangs. */
  endMs: number;
}

/** Leaves a tenth for the end itself: who sends SIGTERM sends SIGKILL when the time is over. */
export function stopPlan(seconds: number): StopPlan {
  return { graceMs: seconds * 600, handBackMs: seconds * 200, endMs: seconds * 900 };
}

/**
 * Runs the steps of ending, and ends the process when they are done or their time is over: exit status 0 or, where something
 * still hung, 1. What was not handed back then goes to another worker when its lock runs out.
 */
export async function endWithin({ endMs }: StopPlan, steps: () => Promise<unknown>, onLate: () => void): Promise<void> {
  const late = setTimeout(() => {
    onLate();
    process.exit(1);
  }, endMs);
  await steps();
  clearTimeout(late);
  // A socket that its peer keeps open, destroyed or not, must not keep the process.
  setTimeout(() => process.exit(), 200).unref();
}
