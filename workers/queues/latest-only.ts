/** Writes values one after the other; of those that come while one is being written, only the last is written. */
export function latestOnly<T>(write: (value: T) => Promise<unknown>): { put: (value: T) => void; settled(): Promise<void> } {
  let next: { value: T } | undefined;
  let writing: Promise<void> | undefined;
  async function drain(): Promise<void> {
    while (next) {
      const { value } = next;
      next = undefined;
      // Progress is for show: losing some of it is no reason to lose a grade.
      await write(value).catch(() => {});
    }
    writing = undefined;
  }
  return {
    put(value) {
      next = { value };
      writing ??= drain();
    },
    settled: async () => writing,
  };
}
