import { z } from '@hono/zod-openapi';
import type { RegradePreview } from '#db/queries/regrade-preview.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import { regradeItemStates } from '#db/schema/regrade-items.ts';
import { regradeHolds, regradeKinds, type RegradeFilter } from '#db/schema/regrades.ts';
import { toPoints } from '#rubric/points.ts';
import { checkId, timestamp } from './common.ts';
import { pointsAsked } from './points.ts';

export const regradeStates = ['previewing', 'ready', 'running', 'paused', 'finished', 'cancelled', 'undone'] as const;

const ids = z.array(z.uuid()).min(1).max(5000);

const filterFields = {
  students: ids.optional(),
  submissions: ids.optional(),
  check: checkId.optional().openapi({ description: 'Whose grade has this check, with `outcome` if that is given', example: 'ssh.root-login-refused' }),
  outcome: z.enum(['passed', 'partial', 'failed', 'not_gradable']).optional().openapi({ description: 'Of `check`, or of any check' }),
  notGradable: z.boolean().optional().openapi({ description: 'true: only those that could not be graded' }),
  staleRubric: z.boolean().optional().openapi({ description: "true: only those graded under another rubric than the regrade's" }),
};

/** Which submissions of the assignment: all conditions given must hold. */
export const regradeFilter = z
  .strictObject({ ...filterFields, leastPoints: pointsAsked.optional(), mostPoints: pointsAsked.optional() })
  .openapi('RegradeFilter', { description: 'All conditions given must hold; none: every submission that has a grade' });

export function readFilter({ leastPoints, mostPoints, ...rest }: z.infer<typeof regradeFilter>): RegradeFilter {
  const given = Object.entries({ ...rest, leastEarned: leastPoints, mostEarned: mostPoints }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

const counts = z.object(Object.fromEntries(regradeItemStates.map((state) => [state, z.int()])) as Record<(typeof regradeItemStates)[number], z.ZodInt>);

export const regradeProgressSchema = z.object({
  state: z.enum(regradeStates),
  counts: counts.openapi({ description: 'Submissions in each state' }),
  perMinute: z.int().openapi({ description: 'Submissions that were done in the last minute' }),
});

export const regradeSchema = z
  .object({
    id: z.string(),
    assignment: z.string(),
    course: z.string(),
    kind: z.enum(regradeKinds),
    ...regradeProgressSchema.shape,
    rubric: z.object({ id: z.string(), version: z.string() }),
    rubricId: z.string(),
    filter: z.object({ ...filterFields, leastPoints: z.number().optional(), mostPoints: z.number().optional() }),
    reason: z.string(),
    createdBy: z.string(),
    holds: z.enum(regradeHolds),
    createdAt: timestamp,
    previewedAt: timestamp.nullable(),
    confirmedAt: timestamp.nullable(),
    pausedAt: timestamp.nullable(),
    cancelledAt: timestamp.nullable(),
    finishedAt: timestamp.nullable(),
    undoneAt: timestamp.nullable(),
  })
  .openapi('Regrade');

export const previewSchema = z.object({
  submissions: z.int(),
  previewed: z.int().openapi({ description: 'Judged so far; of a recollect, once visited' }),
  changing: z.int().openapi({ description: 'Some check earns otherwise' }),
  gaining: z.int(),
  losing: z.int(),
  notJudged: z.int().openapi({ description: 'Nothing kept of them can be judged: they stay as they are' }),
  checks: z
    .array(z.object({ check: z.string(), gaining: z.int(), losing: z.int(), gained: z.number(), lost: z.number() }))
    .openapi({ description: 'Most changes first; points added up' }),
});

export function progressJson({ state, counts: counted, perMinute }: Regrade): z.infer<typeof regradeProgressSchema> {
  return { state, counts: counted, perMinute };
}

export function regradeJson(regrade: Regrade): z.infer<typeof regradeSchema> {
  const { id, assignmentId: assignment, courseId: course, kind, rubric, rubricId, reason, createdBy, holds } = regrade;
  const { leastEarned, mostEarned, ...filter } = regrade.filter;
  const range = { ...(leastEarned === undefined ? {} : { leastPoints: toPoints(leastEarned) }), ...(mostEarned === undefined ? {} : { mostPoints: toPoints(mostEarned) }) };
  return {
    id,
    assignment,
    course,
    kind,
    ...progressJson(regrade),
    rubric,
    rubricId,
    filter: { ...filter, ...range },
    reason,
    createdBy,
    holds,
    createdAt: regrade.createdAt.toISOString(),
    previewedAt: regrade.previewedAt?.toISOString() ?? null,
    confirmedAt: regrade.confirmedAt?.toISOString() ?? null,
    pausedAt: regrade.pausedAt?.toISOString() ?? null,
    cancelledAt: regrade.cancelledAt?.toISOString() ?? null,
    finishedAt: regrade.finishedAt?.toISOString() ?? null,
    undoneAt: regrade.undoneAt?.toISOString() ?? null,
  };
}

export function previewJson({ checks, ...totals }: RegradePreview): z.infer<typeof previewSchema> {
  return { ...totals, checks: checks.map((check) => ({ ...check, gained: toPoints(check.gained), lost: toPoints(check.lost) })) };
}
