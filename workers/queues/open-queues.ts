import { type BackendClasses, type IQueueBackend } from 'bullmq';
import { onBackend, type QueueBackend } from './backend.ts';
import { type GradingPayload, gradingJobId, gradingProgress, type GradingProgress, queueCatalogue } from './catalogue.ts';
import { answerWithin } from './errors.ts';

/** The producing side of the queues. Every method throws QueueUnavailableError where the server does not answer. */
export interface Queues {
  /** Once for a submission: while its job waits or runs, this changes nothing; one that is to run later runs now. */
  enqueueGrading(submissionId: string): Promise<void>;
  /** Null where the submission has no job that waits or runs. */
  gradingProgress(submissionId: string): Promise<GradingProgress | null>;
  /** Throws where the queue cannot be used now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenQueuesOptions {
  backend: QueueBackend;
  /** Told of connection faults; BullMQ connects again by itself. */
  onError?: (error: Error) => void;
  /** How long a caller waits for the server; default 5 s. */
  answerWithinMs?: number;
}

/** Connects in the background and, on Postgres, creates BullMQ's own schema where it is missing. */
export function openQueues(options: OpenQueuesOptions): Queues {
  return onBackend(options.backend, 'producer', (classes, connection) => produce(classes, connection, options));
}

function produce<B extends IQueueBackend, C>(
  { Queue }: BackendClasses<B, C>,
  connection: { connection: C; prefix?: string },
  { onError, answerWithinMs = 5000 }: OpenQueuesOptions,
): Queues {
  const { name, payload, options } = queueCatalogue.grading;
  const queue = new Queue<GradingPayload>(name, connection);
  queue.on('error', (error) => onError?.(error));
  const within = <T>(what: string, promise: Promise<T>) => answerWithin(answerWithinMs, what, promise);

  async function enqueue(data: GradingPayload): Promise<void> {
    const jobId = gradingJobId(data.submissionId);
    const earlier = await queue.getJob(jobId);
    const state = await earlier?.getState();
    // A finished job keeps its id for a while, and an id is taken only once.
    if (state === 'completed' || state === 'failed') await earlier?.remove();
    // Its delay ends by the clock of the worker that set it, which may be wrong. Somebody else may have ended it just now.
    if (state === 'delayed') return earlier?.promote().catch(() => {});
    await queue.add(name, data, { ...options, jobId });
  }

  async function progress(submissionId: string): Promise<GradingProgress | null> {
    const job = await queue.getJob(gradingJobId(submissionId));
    if (!job) return null;
    const state = await job.getState();
    if (state === 'completed' || state === 'failed' || state === 'unknown') return null;
    const reported = gradingProgress.safeParse(job.progress);
    return state === 'active' && reported.success ? reported.data : { phase: 'queued', done: 0, total: 0 };
  }

  let closing: Promise<void> | undefined;
  return {
    enqueueGrading: async (submissionId) => within('enqueue', enqueue(payload.parse({ submissionId }))),
    gradingProgress: (submissionId) => within('progress', progress(submissionId)),
    ping: async () => void (await within('ping', queue.waitUntilReady().then(() => queue.getJobCounts('waiting')))),
    close: () => (closing ??= queue.close()),
  };
}
