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
