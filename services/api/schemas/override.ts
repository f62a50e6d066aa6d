import { z } from '@hono/zod-openapi';
import type { StoredOverride } from '#db/queries/overrides.ts';
import { toPoints } from '#rubric/points.ts';
import { checkId, id, timestamp } from './common.ts';

export const overrideParams = z.object({
  id: id.openapi({ param: { name: 'id', in: 'path' } }),
  check: checkId.openapi({ param: { name: 'check', in: 'path' }, example: 'ssh.root-login-refused' }),
});

export const overrideSchema = z
  .object({
    submission: z.string(),
    check: z.string(),
    points: z.number(),
    reason: z.string(),
    createdBy: z.string(),
    createdAt: timestamp,
    lookAgainAt: timestamp.nullable().openapi({ description: 'Since when the rubric has another form of the check; null: as you decided' }),
  })
  .openapi('Override');

export function overrideJson(override: StoredOverride): z.infer<typeof overrideSchema> {
  const { submissionId: submission, checkId: check, earned, reason, createdBy } = override;
  const lookAgainAt = override.lookAgainAt?.toISOString() ?? null;
  return { submission, check, points: toPoints(earned), reason, createdBy, createdAt: override.createdAt.toISOString(), lookAgainAt };
}
