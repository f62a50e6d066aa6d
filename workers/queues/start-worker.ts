import { type BackendClasses, DelayedError, type IQueueBackend, type Job } from 'bullmq';
import { onBackend, type QueueBackend } from './backend.ts';
import { type GradingProgress, type PayloadOf, queueCatalogue, type QueueName } from './catalogue.ts';
import { answerWithin, RetryLater } from './errors.ts';
import { latestOnly } from './latest-only.ts';

export interface JobContext {
  /** Aborted when another worker may take the job over, or the worker is told to stop: leave the host at once. */
  signal: AbortSignal;
  /** Aborted as soon as the worker is told to stop: begin nothing new. What runs has its grace. */
  stopping: AbortSignal;
  /** 1 for the first start of this job; counts every start, also those after RetryLater. */
  start: number;
  /** Shown to who waits. Never throws and need not be waited for. */
  report: (progress: GradingProgress) => void;
}

/** Throws RetryLater to run again; any other error is a fault of ours, tried again as the catalogue says. */
export type Processor<Q extends QueueName> = (payload: PayloadOf<Q>, context: JobContext) => Promise<void>;

export interface WorkerOptions<Q extends QueueName> {
  backend: QueueBackend;
  /** Jobs at once in this process. A visit mostly waits for the host: 5 to 8 ms of CPU each. Default 10. */
  concurrency?: number;
  /** A job whose lock is not renewed for so long goes to another worker. Default 30 s. */
  lockMs?: number;
  /** How often a job may be taken over from workers that died before it is given up. Default 20. */
  stalls?: number;
  /**
   * `payload` is null where the fault is the connection's. `final`: no further try. `ours`: the processor threw it; otherwise the
   * queue gave the job up, whose workers died too often.
   */
  onError?: (fault: { error: Error; payload: PayloadOf<Q> | null; final: boolean; ours: boolean }) => void;
}

export interface QueueWorker {
  /** Resolves when jobs are being taken. */
  ready(): Promise<void>;
  /** Takes no more jobs; those still running after `graceMs` are aborted and go back to the queue, `handBackMs` at most. */
  close(graceMs?: number, handBackMs?: number): Promise<void>;
}

/** Runs the processor on a queue's jobs until closed. At least once: a job may run again, so what it writes is fenced. */
export function startWorker<Q extends QueueName>(queue: Q, processor: Processor<Q>, options: WorkerOptions<Q>): QueueWorker {
  return onBackend(options.backend, 'consumer', (classes, connection, release) => consume(classes, connection, release, queue, processor, options));
}

function consume<B extends IQueueBackend, C, Q extends QueueName>(
  { Worker }: BackendClasses<B, C>,
  connection: { connection: C; prefix?: string },
  release: () => void,
  queue: Q,
  processor: Processor<Q>,
  { concurrency = 10, lockMs = 30_000, stalls = 20, onError }: WorkerOptions<Q>,
): QueueWorker {
  const { name, payload } = queueCatalogue[queue];
  const stopping = new AbortController();
  const thrown = new WeakSet<object>();
  const run = async (job: Job<PayloadOf<Q>>, token?: string, signal?: AbortSignal): Promise<void> => {
    const progress = latestOnly<GradingProgress>((value) => job.updateProgress(value));
    try {
      const context = { signal: signal ?? new AbortController().signal, stopping: stopping.signal, start: job.attemptsStarted, report: progress.put };
      await processor(payload.parse(job.data) as PayloadOf<Q>, context);
      await progress.settled();
    } catch (error) {
      await progress.settled();
      // Work that we called off ourselves is no failed try.
      const delayMs = error instanceof RetryLater ? error.delayMs : signal?.aborted ? 0 : null;
      if (delayMs === null) {
        if (error instanceof Error) thrown.add(error);
        throw error;
      }
      await job.moveToDelayed(Date.now() + delayMs, token);
      throw new DelayedError();
    }
  };
  const worker = new Worker<PayloadOf<Q>, void>(name, run, {
    ...connection,
    concurrency,
    lockDuration: lockMs,
    // A worker that died is noticed within half a lock more.
    stalledInterval: lockMs / 2,
    // Many restarts of the workers must not end a grading; a job that itself kills them ends some time.
    maxStalledCount: stalls,
  });
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const id of jobIds) worker.cancelJob(id, 'the lock could not be renewed');
  });
  worker.on('error', (error) => onError?.({ error, payload: null, final: false, ours: false }));
  worker.on('failed', (job, error) => {
    // Not the number of tries: a job whose workers died too often ends without having failed so often.
    const final = job === undefined || job.finishedOn !== undefined;
    onError?.({ error, payload: job?.data ?? null, final, ours: thrown.has(error) });
  });

  async function close(graceMs: number, handBackMs: number): Promise<void> {
    stopping.abort();
    const closed = worker.close();
    const patience = setTimeout(() => worker.cancelAllJobs('the worker is stopping'), graceMs);
    try {
      // BullMQ's close() waits for as long as a job runs: a processor that ignores its signal must not keep us.
      await answerWithin(graceMs + handBackMs, 'close', closed);
    } catch {
      // BullMQ answers a second close() with the first one's promise: do not wait for it.
      void worker.close(true).catch(() => {});
    } finally {
      clearTimeout(patience);
      release();
    }
  }

  let closing: Promise<void> | undefined;
  return {
    ready: async () => {
      await worker.waitUntilReady();
    },
    close: (graceMs = 10_000, handBackMs = 5000) => (closing ??= close(graceMs, handBackMs)),
  };
}
