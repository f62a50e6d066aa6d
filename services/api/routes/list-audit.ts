import { createRoute, z } from '@hono/zod-openapi';
import { type AuditRow, selectAudit } from '#db/queries/audit.ts';
import { requireInstructor } from '../access.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { bearer, idParam, jsonAnswer, timestamp } from '../schemas/common.ts';
import { problemAnswers } from '../schemas/problem.ts';

const query = z.object({
  action: z
    .string()
    .regex(/^[a-z-]+(\.[a-z-]+)?$/, 'is no action')
    .max(50)
    .optional()
    .openapi({ description: 'All of a kind, or one action', example: 'override' }),
  subject: z.uuid().optional().openapi({ description: 'Id of a submission, an assignment, a regrade, a rubric, a person, …' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional().openapi({ description: '`next` of the page before' }),
});

const json = z.unknown().openapi({ type: ['object', 'array', 'null'] });

const entry = z
  .object({
    id: z.int(),
    at: timestamp,
    actor: z.object({ id: z.string().nullable().openapi({ description: 'Null: no person did it' }), name: z.string() }),
    action: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    before: json,
    after: json,
    why: z.string().nullable(),
  })
  .openapi('AuditEntry');

const page = z.object({
  entries: z.array(entry),
  next: z.string().nullable().openapi({ description: 'Cursor of the next page; null: this is the last' }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/courses/{id}/audit',
  tags: ['courses'],
  summary: 'Who changed what, when and why, newest first (instructors)',
  security: bearer,
  request: { params: idParam, query },
  responses: { 200: jsonAnswer('A page', page), ...problemAnswers(401, 403, 404, 422) },
});

export function addListAudit(api: Api, { db }: ApiDependencies): void {
  api.openapi(route, async (context) => {
    const { id: courseId } = context.req.valid('param');
    await requireInstructor(db, context.get('viewer'), courseId);
    const { action, subject: subjectId, limit, cursor } = context.req.valid('query');
    const before = cursor === undefined ? undefined : Number(readCursor('before', cursor, (place) => /^\d{1,15}$/.test(place)));
    // One more than asked tells whether there is a next page.
    const rows = await selectAudit(db, { courseId, action, subjectId, before, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return context.json({ entries: shown.map(entryJson), next: last ? writeCursor('before', String(last.id)) : null }, 200);
  });
}

function entryJson({ id, at, actorId, actor, action, subjectKind, subjectId, before, after, why }: AuditRow): z.infer<typeof entry> {
  return { id, at: at.toISOString(), actor: { id: actorId, name: actor }, action, subject: { kind: subjectKind, id: subjectId }, before, after, why };
}
