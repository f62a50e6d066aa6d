import { SSEStreamingApi } from 'hono/streaming';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AuditAction, selectAudit } from '#db/queries/audit.ts';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { failItem, storeRecollected } from '#db/queries/recollect-items.ts';
import { type RecollectVisit, startNextVisit } from '#db/queries/recollect-visits.ts';
import { confirmRegrade, finishRegrade, insertRegrade, type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import stock from '#rubric/checks/ssh/recorded/stock.json' with { type: 'json' };
import { bundleSchema } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { previewRescore, rescore } from '#workers/regrading/rescore.ts';
import { tellProgress } from './regrading/tell-progress.ts';
import { gradedCourse, type GradedCourse, onlyCheck } from './testing/graded-course.ts';
import { useApi } from './testing/harness.ts';

// No worker runs here: visits are begun and stored as a worker does.
const api = useApi();
let course: GradedCourse;
beforeEach(async () => void (course = await gradedCourse(api, 4)));

const reason = 'The machines were moved';
const instructor = (method: string, path: string, body?: unknown) => api.call(method, path, { token: course.instructorToken, ...(body === undefined ? {} : { body }) });
const current = (id: string) => selectOptionalCurrentGrade(api.db, id);
const actions = async (action: AuditAction) => (await selectAudit(api.db, { courseId: course.course.id, action, limit: 100 })).map(({ actor, why }) => [actor, why]);

/** A recollect that was confirmed. */
async function running(filter: Record<string, unknown> = {}): Promise<string> {
  const made = await instructor('POST', `/v1/assignments/${course.assignment.id}/regrades`, { kind: 'recollect', reason, filter });
  expect(made).toMatchObject({ status: 201, body: { state: 'ready' } });
  const path = `/v1/regrades/${String(made.body['id'])}`;
  expect((await instructor('GET', path)).body['preview']).toMatchObject({ previewed: 0 });
  expect(await instructor('POST', `${path}/confirm`, {})).toMatchObject({ status: 200, body: { state: 'running' } });
  return path;
}

async function visitNext(id: string): Promise<RecollectVisit> {
  const next = await startNextVisit(api.db, id, { total: 4, perSubnet: 4 });
  if (next.kind !== 'visit') throw new Error(`No visit now: ${JSON.stringify(next)}`);
  return next.visit;
}

/** A recollect of the first complete host that found a stock one: its version is held. */
async function held(): Promise<{ path: string; submission: string }> {
  const submission = course.submissions[1] ?? '';
  const path = await running({ submissions: [submission] });
  const id = path.split('/').at(-1) ?? '';
  const visit = await visitNext(id);
  const rubric = parseRubric((await selectRubric(api.db, course.assignment.rubricId)).text);
  expect(await storeRecollected(api.db, visit, score(bundleSchema.parse(stock), rubric), digestsOf(rubric))).toBe('held');
  await finishRegrade(api.db, id);
  return { path, submission };
}

test('a recollect is paused, resumed and cancelled', async () => {
  const path = await running();
  expect(await instructor('POST', `${path}/pause`)).toMatchObject({ status: 200, body: { state: 'paused', pausedAt: expect.any(String) } });
  expect(await startNextVisit(api.db, path.split('/').at(-1) ?? '', { total: 4, perSubnet: 4 })).toEqual({ kind: 'done' });
  expect(await instructor('POST', `${path}/resume`)).toMatchObject({ status: 200, body: { state: 'running', pausedAt: null } });
  expect(await instructor('POST', `${path}/cancel`)).toMatchObject({ status: 200, body: { state: 'cancelled', counts: { cancelled: 4, pending: 0 } } });
  expect([await actions('regrade.paused'), await actions('regrade.resumed'), await actions('regrade.cancelled')]).toEqual([[['Grace', reason]], [['Grace', reason]], [['Grace', reason]]]);
});

test('whoever stops watching is no longer looked for', async () => {
  const path = await running();
  const regrade = (await selectOptionalRegrade(api.db, path.split('/').at(-1) ?? '')) as Regrade;
  const { readable, writable } = new TransformStream();
  const stream = new SSEStreamingApi(writable, readable);
  const telling = tellProgress(api.db, stream, regrade, undefined);
  const reader = stream.responseReadable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  expect(new TextDecoder().decode((await reader.read()).value)).toMatch(/^event: progress\ndata: \{"state":"running"/);
  await reader.cancel();
  await telling;
  expect(await selectOptionalRegrade(api.db, regrade.id)).toMatchObject({ state: 'running' });
});

test('those that failed are taken up again, and only those', async () => {
  const path = await running({ submissions: course.submissions.slice(0, 2) });
  const id = path.split('/').at(-1) ?? '';
  const [first, second] = [await visitNext(id), await visitNext(id)];
  await failItem(api.db, first, { code: 'unreachable', message: 'It does not answer.' });
  const rubric = parseRubric((await selectRubric(api.db, course.assignment.rubricId)).text);
  await storeRecollected(api.db, second, score(bundleSchema.parse(stock), rubric), digestsOf(rubric));
  await finishRegrade(api.db, id);
  expect((await instructor('GET', `${path}/items?state=failed`)).body['items']).toMatchObject([{ submission: first.submissionId, error: { code: 'unreachable' }, after: null }]);
  expect(await instructor('POST', `${path}/retry`)).toMatchObject({ status: 200, body: { state: 'running', counts: { pending: 1, failed: 0 } } });
  expect(await current(first.submissionId)).toMatchObject({ version: 1 });
});

describe('held versions', () => {
  test('become current when an instructor accepts them, and undoing brings the one before back', async () => {
    const { path, submission } = await held();
    expect(await current(submission)).toMatchObject({ version: 1, earned: 200 });
    const before = JSON.stringify(await current(submission));
    expect(await instructor('POST', `${path}/accept`, { reason: 'The machine was reset', submissions: [course.submissions[3]] })).toMatchObject({ body: { accepted: [], left: [], counts: { held: 1 } } });
    const accepted = await instructor('POST', `${path}/accept`, { reason: 'The machine was reset' });
    expect(accepted).toMatchObject({ status: 200, body: { accepted: [submission], left: [], counts: { applied: 1, held: 0 } } });
    expect(await current(submission)).toMatchObject({ version: 2, source: 'recollect', earned: 0 });
    expect((await actions('regrade.accepted')).at(0)).toEqual(['Grace', 'The machine was reset']);
    expect((await instructor('POST', `${path}/undo`, { reason })).body).toMatchObject({ kept: [], counts: { undone: 1 } });
    expect(JSON.stringify(await current(submission))).toBe(before);
    expect(await instructor('POST', `${path}/accept`, { reason })).toMatchObject({ status: 409, body: { state: 'undone' } });
  });

  test('keep an override on top that was set after they were held', async () => {
    const { path, submission } = await held();
    await setOverride(api.db, { submissionId: submission, checkId: onlyCheck, earned: 150, reason: 'Seen', userId: course.instructor.id });
    expect((await instructor('POST', `${path}/accept`, { reason })).body).toMatchObject({ accepted: [submission] });
    expect(await current(submission)).toMatchObject({ version: 4, source: 'recollect', earned: 150 });
    await instructor('POST', `${path}/undo`, { reason });
    expect(await current(submission)).toMatchObject({ version: 3, source: 'override', earned: 150 });
  });

  test('are left where the grade was judged anew since', async () => {
    const { path, submission } = await held();
    const regrade = await insertRegrade(api.db, { assignmentId: course.assignment.id, kind: 'rescore', rubricId: course.better, filter: {}, reason, userId: course.instructor.id });
    const never = new AbortController().signal;
    await previewRescore(api.db, regrade, never);
    await confirmRegrade(api.db, { id: regrade.id, userId: course.instructor.id, holds: 'worse', adoptRubric: false });
    await rescore(api.db, regrade, never);
    const now = JSON.stringify(await current(submission));
    expect((await instructor('POST', `${path}/accept`, { reason })).body).toMatchObject({ accepted: [], left: [submission], counts: { held: 1 } });
    expect(JSON.stringify(await current(submission))).toBe(now);
  });
});
