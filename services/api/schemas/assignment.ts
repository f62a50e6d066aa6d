import { z } from '@hono/zod-openapi';
import type { Assignment } from '#db/queries/assignments.ts';
import { timestamp } from './common.ts';

export const assignmentSchema = z
  .object({
    id: z.string(),
    course: z.string(),
    title: z.string(),
    rubric: z.object({ id: z.string(), version: z.string() }),
    createdAt: timestamp,
  })
  .openapi('Assignment');

export function assignmentJson({ id, courseId, title, rubric, createdAt }: Assignment): z.infer<typeof assignmentSchema> {
  return { id, course: courseId, title, rubric, createdAt: createdAt.toISOString() };
}
