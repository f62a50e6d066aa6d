import { createRoute, z } from '@hono/zod-openapi';
import { isId } from '#db/id.ts';
import { type RegradeItemDetails, selectRegradeItemPage } from '#db/queries/regrade-item-page.ts';
import { regradeItemStates } from '#db/schema/regrade-items.ts';
import { type Hundredths, toPoints } from '#rubric/points.ts';
import { requireRegrade } from '../access.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const query = z.object({
  state: z.enum(regradeItemStates).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional().openapi({ description: '`next` of the page before' }),
});

const points = z.number().nullable();

const item = z
  .object({
    submission: z.string(),
    student: z.object({ id: z.string(), name: z.string() }),
    state: z.enum(regradeItemStates),
    before: points.openapi({ description: 'What the version before earned; null: not gradable, or none' }),
    preview: points.openapi({ description: 'What it would earn, as the preview found' }),
    after: points.openapi({ description: "What the regrade's own version earns, current or held; null: it has none" }),
    changes: z.array(z.object({ check: z.string(), before: points, after: points })).openapi({ description: 'Checks that earn otherwise' }),
    error: z.object({ code: z.string(), message: z.string() }).nullable().openapi({ description: 'Why no grade came of it' }),
  })
  .openapi('RegradeItem');

const page = z.object({
  items: z.array(item),
  next: z.string().nullable().openapi({ description: 'Cursor of the next page; null: this is the last' }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/regrades/{id}/items',
  tags: ['regrades'],
  summary: 'What becomes of each submission, in the order of handing in (instructors)',
  security: bearer,
  request: { params: idParam, query },
  responses: { 200: jsonAnswer('A page', page), ...problemAnswers(401, 403, 404, 422) },
});

export function addListRegradeItems(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id } = await requireRegrade(db, context.get('viewer'), context.req.valid('param').id);
    const { state, limit, cursor } = context.req.valid('query');
    const after = cursor === undefined ? undefined : readCursor('after', cursor, isId);
    // One more than asked tells whether there is a next page.
    const rows = await selectRegradeItemPage(db, { regradeId: id, state, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return context.json({ items: shown.map(itemJson), next: last ? writeCursor('after', last.submissionId) : null }, 200);
  });
}

function itemJson({ submissionId: submission, student, state, error, ...row }: RegradeItemDetails): z.infer<typeof item> {
  const changes = row.changes.map(({ check, before, after }) => ({ check, before: pointsOf(before), after: pointsOf(after) }));
  return { submission, student, state, before: pointsOf(row.before), preview: pointsOf(row.preview), after: pointsOf(row.after), changes, error };
}

function pointsOf(earned: Hundredths | null): number | null {
  return earned === null ? null : toPoints(earned);
}
