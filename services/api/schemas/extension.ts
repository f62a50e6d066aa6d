import { z } from '@hono/zod-openapi';
import type { Extension } from '#db/queries/extensions.ts';
import { id, oneLine, timestamp } from './common.ts';

export const extensionParams = z.object({
  id: id.openapi({ param: { name: 'id', in: 'path' }, description: 'Of the assignment' }),
  student: id.openapi({ param: { name: 'student', in: 'path' } }),
});

/** Why a student has a deadline of their own. */
export const extensionReason = oneLine(500).openapi({ description: 'Instructors read it' });

export const extensionSchema = z
  .object({ assignment: z.string(), student: z.string(), dueAt: timestamp, reason: z.string(), createdAt: timestamp })
  .openapi('Extension');

export function extensionJson({ assignmentId: assignment, studentId: student, dueAt, reason, createdAt }: Extension): z.infer<typeof extensionSchema> {
  return { assignment, student, dueAt: dueAt.toISOString(), reason, createdAt: createdAt.toISOString() };
}
