import { z } from '@hono/zod-openapi';
import type { Assignment, AssignmentSettings } from '#db/queries/assignments.ts';
import { checkVisibilities, gradePolicies } from '#db/schema/assignments.ts';
import { oneLine, timestamp } from './common.ts';

const due = timestamp.nullable().openapi({ description: 'Nobody hands in after this but with an extension or late; null: no deadline. The time of handing in counts, not that of the grade' });
const grace = z.int().min(0).max(60 * 24 * 31).openapi({ description: 'Who handed in on time and could not be graded may hand in again for so long after being told' });
const policy = z.enum(gradePolicies).openapi({ description: "Which of a student's submissions counts: the last one that could be graded, or the one with most points" });
const year = 60 * 24 * 366;
const more = {
  instructions: z
    .string()
    .max(50_000)
    .refine((text) => !text.includes('\0'), 'must not hold NUL')
    .openapi({ description: 'Markdown: what to do, in your words' }),
  attempts: z.int().min(1).max(1000).nullable().openapi({ description: 'Submissions that a student may have graded; null: any number. One that cannot be graded wholly uses up none' }),
  coolDownMinutes: z.int().min(0).max(year).openapi({ description: 'Between one submission and the next one of a student' }),
  lateMinutes: z.int().min(0).max(year).openapi({ description: 'For so long after the deadline submissions are taken, with the penalty' }),
  latePercentPerDay: z.int().min(0).max(100).openapi({ description: 'Of the earned points, for each day begun after the deadline; deducted from what counts, never from a grade' }),
  checksVisible: z.enum(checkVisibilities).openapi({ description: 'When students see single checks and not only totals; after-deadline: of their own deadline, with lateness over' }),
};

export const assignmentSchema = z
  .object({
    id: z.string(),
    course: z.string(),
    title: z.string(),
    rubric: z.object({ id: z.string(), version: z.string() }),
    rubricId: z.string().openapi({ description: 'Of the stored version' }),
    dueAt: due,
    graceMinutes: grace,
    policy,
    ...more,
    createdAt: timestamp,
  })
  .openapi('Assignment');

/** What an instructor may set, beside the rubric. */
export const assignmentSettings = z.strictObject({
  title: oneLine(200).optional(),
  dueAt: due.optional(),
  graceMinutes: grace.optional(),
  policy: policy.optional(),
  ...z.strictObject(more).partial().shape,
});

export function readSettings({ dueAt, ...settings }: z.infer<typeof assignmentSettings>): Partial<Omit<AssignmentSettings, 'rubricId'>> {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...given, ...(dueAt === undefined ? {} : { dueAt: dueAt === null ? null : new Date(dueAt) }) };
}

export function assignmentJson(assignment: Assignment): z.infer<typeof assignmentSchema> {
  const { id, courseId: course, title, rubric, rubricId, dueAt, graceMinutes, policy: counts, createdAt } = assignment;
  const { instructions, attempts, coolDownMinutes, lateMinutes, latePercentPerDay, checksVisible } = assignment;
  const rules = { dueAt: dueAt?.toISOString() ?? null, graceMinutes, policy: counts, attempts, coolDownMinutes, lateMinutes, latePercentPerDay, checksVisible };
  return { id, course, title, rubric, rubricId, ...rules, instructions, createdAt: createdAt.toISOString() };
}
