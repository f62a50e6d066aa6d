const closers = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `closeNow` (which must not wait for events) if this process ends before the answered function is
 * called: on exit, after an uncaught error, and on a signal that nobody else handles.
 */
export function onProcessEnd(closeNow: () => void): () => void {
  if (closers.size === 0) {
    process.on('exit', closeAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  closers.add(closeNow);
  return () => {
    closers.delete(closeNow);
    if (closers.size === 0) detach();
  };
}

function closeAll(): void {
  for (const closeNow of closers) closeNow();
  closers.clear();
}

/** A program with its own handler decides itself when to end; alone, we end it as the signal would have. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  closeAll();
  detach();
  process.kill(process.pid, signal);
}

function detach(): void {
  process.off('exit', closeAll);
  for (const signal of signals) process.off(signal, onSignal);
}
