import { z } from '@hono/zod-openapi';
import type { GradeVersion } from '#db/queries/grade-versions.ts';
import { gradeSources } from '#db/schema/grades.ts';
import { toPoints } from '#rubric/points.ts';
import { timestamp } from './common.ts';

export const gradeVersionSchema = z
  .object({
    version: z.int(),
    source: z.enum(gradeSources).openapi({ description: 'visit: of the submission itself; the others name what made the version' }),
    regrade: z.string().nullable(),
    rubric: z.object({ id: z.string(), version: z.string() }),
    rubricId: z.string(),
    status: z.enum(['final', 'provisional', 'not_gradable']),
    earned: z.number().nullable().openapi({ description: 'Null: not gradable' }),
    judged: z.number(),
    possible: z.number(),
    current: z.boolean(),
    createdAt: timestamp,
  })
  .openapi('GradeVersion');

export function gradeVersionJson(grade: GradeVersion): z.infer<typeof gradeVersionSchema> {
  const { version, source, regradeId: regrade, rubricId, status, isCurrent: current } = grade;
  const { id, version: rubricVersion } = grade.document.rubric;
  return {
    version,
    source,
    regrade,
    rubric: { id, version: rubricVersion },
    rubricId,
    status,
    earned: status === 'not_gradable' ? null : toPoints(grade.earned),
    judged: toPoints(grade.judged),
    possible: toPoints(grade.possible),
    current,
    createdAt: grade.createdAt.toISOString(),
  };
}
