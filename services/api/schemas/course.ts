import { z } from '@hono/zod-openapi';
import type { Course } from '#db/queries/courses.ts';
import { roles } from '#db/schema/memberships.ts';
import { timestamp } from './common.ts';

export const courseSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    endsAt: timestamp.openapi({ description: "Some days after this, the grader's key on students' machines expires" }),
    createdAt: timestamp,
    role: z.enum(roles).nullable().openapi({ description: 'Yours; null: staff' }),
  })
  .openapi('Course');

export function courseJson(course: Course, role: z.infer<typeof courseSchema>['role']): z.infer<typeof courseSchema> {
  const { id, name } = course;
  return { id, name, endsAt: course.endsAt.toISOString(), createdAt: course.createdAt.toISOString(), role };
}
