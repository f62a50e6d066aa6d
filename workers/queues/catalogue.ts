import { z } from 'zod';

/** What a job carries: ids only, since job data is clear text in the queue's store. */
export const gradingPayload = z.strictObject({ submissionId: z.uuid() });
export type GradingPayload = z.infer<typeof gradingPayload>;

/** One of the lanes in which a regrade's items are worked on, side by side. */
export const regradingPayload = z.strictObject({ regradeId: z.uuid(), lane: z.int().nonnegative() });
export type RegradingPayload = z.infer<typeof regradingPayload>;

/** Short work that somebody waits for in front of a page: a look at a student's VM, what a rubric's draft would change. */
export const errandPayload = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('check-vm'), id: z.uuid() }),
  z.strictObject({ kind: z.literal('preview-draft'), id: z.uuid() }),
]);
export type Errand = z.infer<typeof errandPayload>;

export const gradingPhases = ['queued', 'connecting', 'collecting', 'scoring'] as const;

/** How far a grading is: `done` of `total` probes; both 0 until their number is known. */
export const gradingProgress = z.strictObject({
  phase: z.enum(gradingPhases),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** Ids: of the probe that answered last, and of up to five that have not. */
  last: z.string().optional(),
  left: z.array(z.string()).optional(),
});
export type GradingProgress = z.infer<typeof gradingProgress>;

/** All queues: their payload's schema, and job options with the reason for each number. */
export const queueCatalogue = {
  /** Submissions of students. */
  grading: {
    name: 'grading',
    payload: gradingPayload,
    options: {
      // A processor that throws is a fault of ours: try again twice. Faults of the host end in a grade instead.
      attempts: 3,
      backoff: { type: 'exponential', delay: 2000 },
      // The truth is in Postgres; finished jobs only help to look into what happened lately.
      removeOnComplete: { age: 3600, count: 1000 },
      removeOnFail: { age: 7 * 24 * 3600, count: 1000 },
    },
  },
  /** Regrades of a class, apart and with places of their own in each worker, so that they never delay a student. */
  regrading: {
    name: 'regrading',
    payload: regradingPayload,
    options: {
      // A lane that failed is taken up again by the sweeper; the items themselves say what became of them.
      attempts: 3,
      backoff: { type: 'exponential', delay: 2000 },
      removeOnComplete: { age: 3600, count: 100 },
      removeOnFail: { age: 7 * 24 * 3600, count: 100 },
    },
  },
  /** Errands, with places of their own: who waits at a page waits for no grading. */
  errands: {
    name: 'errands',
    payload: errandPayload,
    options: {
      // Whoever waits sees that nothing came, and asks again.
      attempts: 1,
      removeOnComplete: { age: 600, count: 1000 },
      removeOnFail: { age: 7 * 24 * 3600, count: 100 },
    },
  },
} as const;

export type QueueName = keyof typeof queueCatalogue;
export type PayloadOf<Q extends QueueName> = z.infer<(typeof queueCatalogue)[Q]['payload']>;

/** A submission has one job at most. No colon, not digits only: BullMQ refuses both. */
export function gradingJobId(submissionId: string): string {
  return `submission-${submissionId}`;
}

export function regradingJobId({ regradeId, lane }: RegradingPayload): string {
  return `regrade-${regradeId}-lane-${lane}`;
}

export function errandJobId({ kind, id }: Errand): string {
  return `${kind}-${id}`;
}
