import { z } from '@hono/zod-openapi';
import type { Assignment, AssignmentSettings } from '#db/queries/assignments.ts';
import { gradePolicies } from '#db/schema/assignments.ts';
import { oneLine, timestamp } from './common.ts';

const due = timestamp.nullable().openapi({ description: 'Nobody hands in after this; null: no deadline. The time of handing in counts, not that of the grade' });
const grace = z.int().min(0).max(60 * 24 * 31).openapi({ description: 'Who handed in on time and could not be graded may hand in again for so long after being told' });
const policy = z.enum(gradePolicies).openapi({ description: "Which of a student's submissions counts: the last one that could be graded, or the one with most points" });

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
    createdAt: timestamp,
  })
  .openapi('Assignment');

/** What an instructor may set, beside the rubric. */
export const assignmentSettings = z.strictObject({
  title: oneLine(200).optional(),
  dueAt: due.optional(),
  graceMinutes: grace.optional(),
  policy: policy.optional(),
});

export function readSettings({ dueAt, ...settings }: z.infer<typeof assignmentSettings>): Partial<Omit<AssignmentSettings, 'rubricId'>> {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...given, ...(dueAt === undefined ? {} : { dueAt: dueAt === null ? null : new Date(dueAt) }) };
}

export function assignmentJson(assignment: Assignment): z.infer<typeof assignmentSchema> {
  const { id, courseId: course, title, rubric, rubricId, dueAt, graceMinutes, policy: counts, createdAt } = assignment;
  return { id, course, title, rubric, rubricId, dueAt: dueAt?.toISOString() ?? null, graceMinutes, policy: counts, createdAt: createdAt.toISOString() };
}
