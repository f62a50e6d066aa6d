import { createRoute, z } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { selectOptionalRubric, type StoredRubric } from '#db/queries/rubrics.ts';
import { rubricDiff } from '#rubric/rubric-diff.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { requireTeaching } from '../access.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { invalidField, notFound } from '../problem.ts';
import { bearer, id, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const version = z.object({ id: z.string(), version: z.string() });

const answer = z
  .object({ from: version, to: version, changes: z.array(z.string()).openapi({ description: 'A sentence a change; none: they judge alike' }) })
  .openapi('RubricDiff');

const route = createRoute({
  method: 'get',
  path: '/v1/rubrics/{id}/diff',
  tags: ['rubrics'],
  summary: 'What a version judges otherwise than another one, in words (instructors)',
  security: bearer,
  request: { params: idParam, query: z.object({ from: id.openapi({ description: 'The version before: id of a stored one' }) }) },
  responses: { 200: jsonAnswer('The changes', answer), ...problemAnswers(401, 403, 404, 422) },
});

export function addDiffRubrics(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    await requireTeaching(db, context.get('viewer'));
    const read = async (asked: string) => (isId(asked) ? selectOptionalRubric(db, asked) : null);
    const { id: newer } = context.req.valid('param');
    const [after, before] = [await read(newer), await read(context.req.valid('query').from)];
    if (!after) throw notFound('rubric', newer);
    if (!before) throw invalidField('query.from', 'is no stored version; GET /v1/rubrics lists them');
    return context.json({ from: nameOf(before), to: nameOf(after), changes: rubricDiff(parseRubric(before.text), parseRubric(after.text)) }, 200);
  });
}

function nameOf({ slug, version: hashed }: StoredRubric): z.infer<typeof version> {
  return { id: slug, version: hashed };
}
