import type { BackendClasses, IQueueBackend } from 'bullmq';
import { onBackend, type QueueBackend } from './backend.ts';
import {
  type Errand,
  errandJobId,
  errandPayload,
  gradingJobId,
  gradingPayload,
  gradingProgress,
  type GradingProgress,
  type PayloadOf,
  queueCatalogue,
  type QueueName,
  regradingJobId,
  regradingPayload,
} from './catalogue.ts';
import { answerWithin } from './errors.ts';

/** The producing side of the queues. Every method throws QueueUnavailableError where the server does not answer. */
export interface Queues {
  /** Once for a submission: while its job waits or runs, this changes nothing; one that is to run later runs now. */
  enqueueGrading(submissionId: string): Promise<void>;
  /** So many lanes work on a regrade side by side; those that work already go on. */
  enqueueRegrade(regradeId: string, lanes: number): Promise<void>;
  /** Once for an errand of that id. */
  enqueueErrand(errand: Errand): Promise<void>;
  /** Jobs of each queue by state. */
  depth(): Promise<Record<QueueName, QueueDepth>>;
  /** Null where the submission has no job that waits or runs. */
  gradingProgress(submissionId: string): Promise<GradingProgress | null>;
  /** Throws where the queue cannot be used now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueDepth {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
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
  return onBackend(options.backend, 'producer', (classes, connection, release) => produce(classes, connection, release, options));
}

function produce<B extends IQueueBackend, C>(
  { Queue }: BackendClasses<B, C>,
  connection: { connection: C; prefix?: string },
  release: () => void,
  { onError, answerWithinMs = 5000 }: OpenQueuesOptions,
): Queues {
  const open = (name: QueueName) => {
    const make = () => {
      const queue = new Queue<PayloadOf<QueueName>>(queueCatalogue[name].name, connection);
      queue.on('error', (error) => onError?.(error));
      return queue;
    };
    let latest = make();
    // On Postgres a queue that found no server at its first use never tries again: then another one takes its place.
    async function usable(): Promise<typeof latest> {
      const queue = latest;
      try {
        await queue.waitUntilReady();
        return queue;
      } catch (error) {
        if (latest === queue) {
          latest = make();
          void queue.close().catch(() => {});
        }
        throw error;
      }
    }
    async function enqueue(data: PayloadOf<QueueName>, jobId: string): Promise<void> {
      const queue = await usable();
      const earlier = await queue.getJob(jobId);
      const state = await earlier?.getState();
      // A finished job keeps its id for a while, and an id is taken only once.
      if (state === 'completed' || state === 'failed') await earlier?.remove();
      // Its delay ends by the clock of the worker that set it, which may be wrong. Somebody else may have ended it just now.
      if (state === 'delayed') return earlier?.promote().catch(() => {});
      await queue.add(name, data, { ...queueCatalogue[name].options, jobId });
    }
    return { usable, enqueue, close: () => latest.close() };
  };
  const [grading, regrading, errands] = [open('grading'), open('regrading'), open('errands')];
  const within = <T>(what: string, promise: Promise<T>) => answerWithin(answerWithinMs, what, promise);

  async function progress(submissionId: string): Promise<GradingProgress | null> {
    const job = await (await grading.usable()).getJob(gradingJobId(submissionId));
    if (!job) return null;
    const state = await job.getState();
    if (state === 'completed' || state === 'failed' || state === 'unknown') return null;
    const reported = gradingProgress.safeParse(job.progress);
    return state === 'active' && reported.success ? reported.data : { phase: 'queued', done: 0, total: 0 };
  }

  async function depth(): Promise<Record<QueueName, QueueDepth>> {
    const [one, two, three] = await Promise.all([grading, regrading, errands].map(async ({ usable }) => (await usable()).getJobCounts('waiting', 'active', 'delayed', 'failed')));
    return { grading: one, regrading: two, errands: three } as unknown as Record<QueueName, QueueDepth>;
  }

  const lanes = async (regradeId: string, count: number): Promise<void> => {
    const payloads = Array.from({ length: count }, (_, lane) => regradingPayload.parse({ regradeId, lane }));
    await Promise.all(payloads.map((payload) => regrading.enqueue(payload, regradingJobId(payload))));
  };

  let closing: Promise<void> | undefined;
  return {
    enqueueGrading: async (submissionId) => within('enqueue', grading.enqueue(gradingPayload.parse({ submissionId }), gradingJobId(submissionId))),
    enqueueRegrade: (regradeId, count) => within('enqueue', lanes(regradeId, count)),
    gradingProgress: (submissionId) => within('progress', progress(submissionId)),
    enqueueErrand: (errand) => within('enqueue', errands.enqueue(errandPayload.parse(errand), errandJobId(errand))),
    depth: () => within('depth', depth()),
    ping: async () => void (await within('ping', grading.usable().then((queue) => queue.getJobCounts('waiting')))),
    close: () => (closing ??= Promise.all([grading.close(), regrading.close(), errands.close()]).then(() => {}).finally(release)),
  };
}
