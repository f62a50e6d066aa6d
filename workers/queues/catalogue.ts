import { z } from 'zod';

/** What a job carries: ids only, since job data is clear text in the queue's store. */
export const gradingPayload = z.strictObject({ submissionId: z.uuid() });
export type GradingPayload = z.infer<typeof gradingPayload>;

export const gradingPhases = ['queued', 'connecting', 'collecting', 'scoring'] as const;

/** How far a grading is: `done` of `total` probes; both 0 until their number is known. */
export const gradingProgress = z.strictObject({
  phase: z.enum(gradingPhases),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
});
export type GradingProgress = z.infer<typeof gradingProgress>;

/** All queues: their payload's schema, and job options with the reason for each number. */
export const queueCatalogue = {
  /** Submissions of students. Regrading a class will be a queue of its own, so that it never delays a student. */
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
} as const;

/** A submission has one job at most. No colon, not digits only: BullMQ refuses both. */
export function gradingJobId(submissionId: string): string {
  return `submission-${submissionId}`;
}
