import { z } from '@hono/zod-openapi';
import type { StoredRubric } from '#db/queries/rubrics.ts';
import { timestamp } from './common.ts';

/** A text column takes no NUL, and YAML allows none (YAML 1.2.2 §5.1). */
export const rubricText = z.string().min(1).regex(/^[^\0]*$/, 'must not hold NUL characters');

export const rubricVersionSchema = z
  .object({
    rubricId: z.string().openapi({ description: 'Of this version: what an assignment or a regrade names' }),
    id: z.string().openapi({ example: 'linux-networking' }),
    version: z.string().openapi({ description: 'Declared version and hash of the content' }),
    createdAt: timestamp,
  })
  .openapi('RubricVersion');

export function rubricVersionJson({ id: rubricId, slug: id, version, createdAt }: Omit<StoredRubric, 'text'>): z.infer<typeof rubricVersionSchema> {
  return { rubricId, id, version, createdAt: createdAt.toISOString() };
}
