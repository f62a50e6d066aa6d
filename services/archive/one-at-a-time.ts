/**
 * Runs pieces of work one after another, in the order in which they came, whether or not those before fail. An archive
 * may take tens of MiB while it is opened: so many uploads at once cost time and not memory.
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
