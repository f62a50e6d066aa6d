/** The queue's server does not answer in time. */
export class QueueUnavailableError extends Error {
  readonly code = 'queue-unavailable';
}

/** Thrown by a processor: nothing went wrong, and the job shall run again so many milliseconds from now. */
export class RetryLater extends Error {
  readonly code = 'retry-later';
  readonly delayMs: number;
  constructor(delayMs: number, options?: ErrorOptions) {
    super(`To be tried again in ${delayMs} ms`, options);
    this.delayMs = delayMs;
  }
}

/** Resolves like the promise; rejects with QueueUnavailableError where it rejects, or does not settle in `milliseconds`. */
export async function answerWithin<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (cause) {
    throw new QueueUnavailableError(
      `The queue cannot be used now (${what}). See whether the server that NETGRADER_QUEUE_URL names is up.`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}
