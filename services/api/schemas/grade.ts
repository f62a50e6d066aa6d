import { z } from '@hono/zod-openapi';

const points = z.number();

const checkSchema = z.object({
  id: z.string(),
  title: z.string(),
  outcome: z.enum(['passed', 'partial', 'failed', 'not_gradable']),
  earned: points.nullable(),
  possible: points,
  message: z.string(),
  expected: z.string(),
  seen: z.string(),
  where: z.string().nullable(),
  hint: z.string().nullable(),
  evidence: z.string().nullable(),
  blockedBy: z.string().nullable(),
  review: z.string().nullable(),
  override: z.object({ reason: z.string(), scored: points.nullable() }).nullable(),
});

/** The JSON form of a grade, as rubric/grade-json.ts makes it. */
export const gradeSchema = z
  .object({
    rubric: z.object({ id: z.string(), version: z.string() }),
    status: z.enum(['final', 'provisional', 'not_gradable']),
    reason: z.object({ code: z.string(), message: z.string() }).optional(),
    earned: points,
    judged: points,
    possible: points,
    criteria: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        earned: points,
        judged: points,
        possible: points,
        checks: z.array(checkSchema),
      }),
    ),
    /** Bonus challenges, apart from all other points. */
    bonus: z.array(checkSchema),
    bonusEarned: points,
    notes: z.array(z.string()),
  })
  .openapi('Grade');
