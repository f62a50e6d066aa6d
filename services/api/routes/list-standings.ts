import { createRoute, z } from '@hono/zod-openapi';
import { selectStandings, type Standing } from '#db/queries/standings.ts';
import { gradePolicies } from '#db/schema/assignments.ts';
import { toPoints } from '#rubric/points.ts';
import { requireTaughtAssignment } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer, timestamp } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const standing = z
  .object({
    student: z.string(),
    name: z.string(),
    externalId: z.string().nullable(),
    counts: z
      .object({
        submission: z.string(),
        handedInAt: timestamp,
        version: z.int().openapi({ description: 'Of the grade' }),
        rubric: z.object({ id: z.string(), version: z.string() }),
        status: z.enum(['final', 'provisional', 'not_gradable']),
        earned: z.number().nullable().openapi({ description: 'Null: not gradable, which is no zero' }),
        counted: z.number().nullable().openapi({ description: 'What counts: earned less what lateness costs. Null: not gradable' }),
        late: z
          .object({ days: z.int().openapi({ description: "Begun after the student's own deadline" }), deducted: z.number() })
          .nullable()
          .openapi({ description: 'Null: in time' }),
        judged: z.number(),
        possible: z.number(),
      })
      .nullable()
      .openapi({ description: 'Null: nothing has a grade yet' }),
  })
  .openapi('Standing');

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{id}/standings',
  tags: ['assignments'],
  summary: 'Which submission counts for each student, by the policy of the assignment (instructors)',
  security: bearer,
  request: { params: idParam },
  responses: {
    200: jsonAnswer('A line a student, by name', z.object({ policy: z.enum(gradePolicies), standings: z.array(standing) })),
    ...problemAnswers(401, 403, 404),
  },
});

export function addListStandings(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id, policy } = await requireTaughtAssignment(db, context.get('viewer'), context.req.valid('param').id);
    return context.json({ policy, standings: (await selectStandings(db, id)).map(standingJson) }, 200);
  });
}

function standingJson({ studentId: student, name, externalId, counts }: Standing): z.infer<typeof standing> {
  if (!counts) return { student, name, externalId, counts };
  const { submissionId: submission, handedInAt, version, rubric, status } = counts;
  const isGraded = status !== 'not_gradable';
  const points = {
    earned: isGraded ? toPoints(counts.earned) : null,
    counted: isGraded ? toPoints(counts.counted) : null,
    late: counts.late && { days: counts.late.days, deducted: toPoints(counts.late.deducted) },
    judged: toPoints(counts.judged),
    possible: toPoints(counts.possible),
  };
  return { student, name, externalId, counts: { submission, handedInAt: handedInAt.toISOString(), version, rubric, status, ...points } };
}
