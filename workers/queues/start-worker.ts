import { type BackendClasses, DelayedError, type IQueueBackend, type Job } from 'bullmq';
import { onBackend, type QueueBackend } from './backend.ts';
import { type GradingPayload, type GradingProgress, queueCatalogue } from './catalogue.ts';
import { answerWithin, RetryLater } from './errors.ts';
import { latestOnly } from './latest-only.ts';

export interface JobContext {
  /** Aborted when another worker may take the job over, or the worker is told to stop: leave the host at once. */
  signal: AbortSignal;
  /** 1 for the first start of this job; counts every start, also those after RetryLater. */
  start: number;
  /** Shown to who waits. Never throws and need not be waited for. */
  report: (progress: GradingProgress) => void;
}

/** Throws RetryLater to run again; any other error is a fault of ours, tried again as the catalogue says. */
export type GradingProcessor = (payload: GradingPayload, context: JobContext) => Promise<void>;

export interface WorkerOptions {
  backend: QueueBackend;
  /** Jobs at once in this process. A visit mostly waits for the host: 5 to 8 ms of CPU each. Default 10. */
  concurrency?: number;
  /** A job whose lock is not renewed for so long goes to another worker. Default 30 s. */
  lockMs?: number;
  /** `submissionId` is null where the fault is the connection's. `final`: no further try. */
  onError?: (fault: { error: Error; submissionId: string | null; final: boolean }) => void;
}

export interface GradingWorker {
  /** Resolves when jobs are being taken. */
  ready(): Promise<void>;
  /** Takes no more jobs; those still running after `graceMs` are aborted and go back to the queue. */
  close(graceMs?: number): Promise<void>;
}

/** Runs the processor on grading jobs until closed. At least once: a job may run again, so what it writes is fenced. */
export function startWorker(processor: GradingProcessor, options: WorkerOptions): GradingWorker {
  return onBackend(options.backend, 'consumer', (classes, connection) => consume(classes, connection, processor, options));
}

function consume<B extends IQueueBackend, C>(
  { Worker }: BackendClasses<B, C>,
  connection: { connection: C; prefix?: string },
  processor: GradingProcessor,
  { concurrency = 10, lockMs = 30_000, onError }: WorkerOptions,
): GradingWorker {
  const { name, payload } = queueCatalogue.grading;
  const run = async (job: Job<GradingPayload>, token?: string, signal?: AbortSignal): Promise<void> => {
    const progress = latestOnly<GradingProgress>((value) => job.updateProgress(value));
    try {
      const context = { signal: signal ?? new AbortController().signal, start: job.attemptsStarted, report: progress.put };
      await processor(payload.parse(job.data), context);
      await progress.settled();
    } catch (error) {
      await progress.settled();
      // Work that we called off ourselves is no failed try.
      const delayMs = error instanceof RetryLater ? error.delayMs : signal?.aborted ? 0 : null;
      if (delayMs === null) throw error;
      await job.moveToDelayed(Date.now() + delayMs, token);
      throw new DelayedError();
    }
  };
  const worker = new Worker<GradingPayload, void>(name, run, {
    ...connection,
    concurrency,
    lockDuration: lockMs,
    // A worker that died is noticed within half a lock more.
    stalledInterval: lockMs / 2,
    // Twice may be two restarts of the workers; more often than that the job itself kills them.
    maxStalledCount: 2,
  });
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const id of jobIds) worker.cancelJob(id, 'the lock could not be renewed');
  });
  worker.on('error', (error) => onError?.({ error, submissionId: null, final: false }));
  worker.on('failed', (job, error) => {
    // Not the number of tries: a job whose workers died too often ends without having failed so often.
    const final = job === undefined || job.finishedOn !== undefined;
    onError?.({ error, submissionId: job?.data.submissionId ?? null, final });
  });

  async function close(graceMs: number): Promise<void> {
    const closed = worker.close();
    const patience = setTimeout(() => worker.cancelAllJobs('the worker is stopping'), graceMs);
    try {
      // BullMQ's close() waits for as long as a job runs: a processor that ignores its signal must not keep us.
      await answerWithin(graceMs + 5000, 'close', closed);
    } catch {
      await worker.close(true);
    } finally {
      clearTimeout(patience);
    }
  }

  let closing: Promise<void> | undefined;
  return {
    ready: async () => {
      await worker.waitUntilReady();
    },
    close: (graceMs = 10_000) => (closing ??= close(graceMs)),
  };
}
