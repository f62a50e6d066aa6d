import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { type AuditAction, selectAudit } from '#db/queries/audit.ts';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { selectOptionalRegrade, selectRegrades } from '#db/queries/regrades.ts';
import { assignments } from '#db/schema/assignments.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import { gradedCourse, type GradedCourse, onlyCheck } from './testing/graded-course.ts';
import { type Answer, useApi } from './testing/harness.ts';

const api = useApi();
let course: GradedCourse;
let worker: QueueWorker;
const politeness = { total: 4, perSubnet: 4 };

beforeAll(() => {
  const log = { info: () => {}, error: (details: object, message: string) => console.error(message, details) };
  worker = startRegradingWorker(
    { db: api.db, sealer: api.sealer, username: 'netgrader', retryDelaysMs: [], politeness },
    { backend: { kind: 'postgres', url: api.url }, log },
  );
});
afterAll(() => worker.close());
beforeEach(async () => void (course = await gradedCourse(api, 4)));

const reason = 'Root login is worth 3';
const as = (token: string) => (method: string, path: string, body?: unknown) => api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const instructor = (method: string, path: string, body?: unknown) => as(course.instructorToken)(method, path, body);
const prepare = (fields: Record<string, unknown> = {}) =>
  instructor('POST', `/v1/assignments/${course.assignment.id}/regrades`, { kind: 'rescore', rubric: course.better, reason, ...fields });
const pathOf = ({ body }: Answer) => `/v1/regrades/${String(body['id'])}`;
const current = (id: string | undefined) => selectOptionalCurrentGrade(api.db, id ?? '');
const actions = async (action: AuditAction) => (await selectAudit(api.db, { courseId: course.course.id, action, limit: 100 })).map(({ actor, why }) => [actor, why]);

async function reaches(path: string, state: string): Promise<Answer> {
  await expect.poll(async () => (await instructor('GET', path)).body['state'], { timeout: 20_000, interval: 50 }).toBe(state);
  return instructor('GET', path);
}

/** A rescore that was previewed, confirmed and is finished. */
async function finished(): Promise<string> {
  const path = pathOf(await prepare());
  await reaches(path, 'ready');
  expect((await instructor('POST', `${path}/confirm`, {})).status).toBe(200);
  await reaches(path, 'finished');
  return path;
}

/** How many submissions a filter names. */
const matched = async (filter: Record<string, unknown>) => {
  const { counts } = (await prepare({ filter })).body as unknown as { counts: { pending: number } };
  return counts.pending;
};

/** What came until the stream ended. */
const events = ({ text }: Answer) =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('event: progress'))
    .map((block) => ({ id: /^id: (.+)$/m.exec(block)?.[1], data: JSON.parse(/^data: (.+)$/m.exec(block)?.[1] ?? '') as { state: string; counts: Record<string, number> } }));

describe('a rescore', () => {
  test('is previewed, confirmed, watched and undone, and each step is noted', async () => {
    const made = await prepare({ filter: { leastPoints: 1 } });
    expect(made).toMatchObject({ status: 201, body: { kind: 'rescore', state: 'previewing', reason, filter: { leastPoints: 1 }, counts: { pending: 2 } } });
    const path = pathOf(made);
    expect(made.headers.get('Location')).toBe(path);
    const ready = await reaches(path, 'ready');
    expect(ready.body['preview']).toEqual({
      submissions: 2,
      previewed: 2,
      changing: 2,
      gaining: 2,
      losing: 0,
      notJudged: 0,
      checks: [{ check: onlyCheck, gaining: 2, losing: 0, gained: 2, lost: 0 }],
    });
    expect(await current(course.submissions[1])).toMatchObject({ version: 1, earned: 200 });

    expect(await instructor('POST', `${path}/confirm`, { adoptRubric: true })).toMatchObject({ status: 200, body: { state: 'running', holds: 'all' } });
    expect(await reaches(path, 'finished')).toMatchObject({ body: { counts: { applied: 2, pending: 0 } } });
    expect(await current(course.submissions[1])).toMatchObject({ version: 2, source: 'rescore', earned: 300, rubricId: course.better });
    expect(await current(course.submissions[0])).toMatchObject({ version: 1 });
    const [assignment] = await api.db.select().from(assignments).where(eq(assignments.id, course.assignment.id));
    expect(assignment).toMatchObject({ rubricId: course.better });

    await setOverride(api.db, { submissionId: course.submissions[3] ?? '', checkId: onlyCheck, earned: 100, reason: 'Seen', userId: course.instructor.id });
    const undone = await instructor('POST', `${path}/undo`, { reason: 'A mistake' });
    expect(undone).toMatchObject({ status: 200, body: { state: 'undone', counts: { undone: 1, kept: 1 }, kept: [{ submission: course.submissions[3] }] } });
    expect(await current(course.submissions[1])).toMatchObject({ version: 1, earned: 200 });
    expect(await current(course.submissions[3])).toMatchObject({ source: 'override', earned: 100 });
    expect(await actions('regrade.created')).toEqual([['Grace', reason]]);
    expect(await actions('regrade.confirmed')).toEqual([['Grace', reason]]);
    expect(await actions('regrade.undone')).toEqual([['Grace', 'A mistake']]);
    expect(await actions('assignment.changed')).toEqual([['Grace', 'undone: A mistake'], ['Grace', reason]]);
    expect(await instructor('GET', `/v1/assignments/${course.assignment.id}/regrades`)).toMatchObject({ body: { regrades: [{ id: made.body['id'], state: 'undone' }] } });
  });

  test('answers what it did submission by submission, page by page', async () => {
    const path = await finished();
    const first = await instructor('GET', `${path}/items?limit=3`);
    expect(first.body['items']).toMatchObject([
      { submission: course.submissions[0], student: { name: 'Student 0' }, state: 'applied', before: 0, preview: 0, after: 0, changes: [], error: null },
      { submission: course.submissions[1], before: 2, preview: 3, after: 3, changes: [{ check: onlyCheck, before: 2, after: 3 }] },
      { submission: course.submissions[2] },
    ]);
    const second = await instructor('GET', `${path}/items?limit=3&cursor=${String(first.body['next'])}`);
    expect(second.body).toMatchObject({ items: [{ submission: course.submissions[3] }], next: null });
    expect((await instructor('GET', `${path}/items?state=failed`)).body).toEqual({ items: [], next: null });
    expect((await instructor('GET', `${path}/items?cursor=nonsense`)).status).toBe(422);
    expect((await instructor('GET', `${path}/items?state=lost`)).status).toBe(422);
  });

  test('is of the submissions that all conditions of the filter name', async () => {
    const [stockOne, completeOne] = course.submissions;
    expect(await matched({})).toBe(4);
    expect(await matched({ submissions: [stockOne, completeOne] })).toBe(2);
    expect(await matched({ check: onlyCheck, outcome: 'passed' })).toBe(2);
    expect(await matched({ submissions: [stockOne], outcome: 'passed' })).toBe(0);
    expect(await matched({ mostPoints: 1.99 })).toBe(2);
    expect(await matched({ notGradable: true })).toBe(0);
    expect(await matched({ staleRubric: true })).toBe(4);
  });
});

describe('a step that the state does not allow', () => {
  test.each([
    ['confirm', {}, 'ready'],
    ['pause', undefined, 'running'],
    ['resume', undefined, 'paused'],
    ['cancel', undefined, 'not over'],
    ['retry', undefined, 'finished and has submissions that failed'],
  ])('%s of a finished one: 409 that names the state', async (verb, body, needed) => {
    const path = await finished();
    const answer = await instructor('POST', `${path}/${verb}`, body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'regrade-state', state: 'finished', detail: expect.stringContaining(`is finished. This needs one that is ${needed}.`) } });
    expect(await selectOptionalRegrade(api.db, path.split('/').at(-1) ?? '')).toMatchObject({ state: 'finished' });
  });

  test('undo, retry and accept of one that is only ready: 409', async () => {
    const path = pathOf(await prepare());
    await reaches(path, 'ready');
    for (const [verb, body] of [['undo', { reason }], ['retry', undefined], ['accept', { reason }]] as const) {
      expect(await instructor('POST', `${path}/${verb}`, body)).toMatchObject({ status: 409, body: { state: 'ready' } });
    }
    expect(await instructor('POST', `${path}/cancel`)).toMatchObject({ status: 200, body: { state: 'cancelled', counts: { cancelled: 4 } } });
  });
});

describe('who may', () => {
  test('neither students nor instructors of another course see or move a regrade', async () => {
    const made = await prepare();
    const path = pathOf(made);
    const other = await gradedCourse(api, 0);
    const calls: [string, string, unknown?][] = [
      ['POST', `/v1/assignments/${course.assignment.id}/regrades`, { kind: 'rescore', reason }],
      ['GET', `/v1/assignments/${course.assignment.id}/regrades`],
      ['GET', path],
      ['GET', `${path}/items`],
      ['GET', `${path}/events`],
      ['POST', `${path}/confirm`, {}],
      ...['pause', 'resume', 'cancel', 'retry'].map((verb): [string, string] => ['POST', `${path}/${verb}`]),
      ['POST', `${path}/undo`, { reason }],
      ['POST', `${path}/accept`, { reason }],
    ];
    for (const [method, of, body] of calls) {
      expect([of, (await as(course.studentToken)(method, of, body)).status]).toEqual([of, 403]);
      expect([of, (await as(other.instructorToken)(method, of, body)).status]).toEqual([of, 404]);
      expect((await instructor(method, of.replace(String(made.body['id']), newId()).replace(course.assignment.id, newId()), body)).status).toBe(404);
    }
    expect(await selectRegrades(api.db, course.assignment.id)).toMatchObject([{ id: made.body['id'] }]);
  });

  test.each([
    ['a rubric that is not stored', { rubric: newId() }, 'rubric'],
    ['a kind that there is not', { kind: 'again' }, 'kind'],
    ['no reason', { reason: ' ' }, 'reason'],
    ['points that are no hundredths', { filter: { leastPoints: 1.234 } }, 'filter.leastPoints'],
    ['a student who is no id', { filter: { students: ['ada'] } }, 'filter.students.0'],
  ])('%s: 422', async (_what, fields, field) => {
    expect(await prepare(fields)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });
});

describe('watching', () => {
  test('tells each change until it is over, and what was seen is not told again', async () => {
    const path = pathOf(await prepare());
    await reaches(path, 'ready');
    const watching = instructor('GET', `${path}/events`);
    await instructor('POST', `${path}/confirm`, {});
    const answer = await watching;
    expect(answer.headers.get('Content-Type')).toContain('text/event-stream');
    const told = events(answer);
    expect(told.at(0)?.data).toMatchObject({ state: expect.stringMatching(/ready|running/), counts: { pending: 4 } });
    expect(told.at(-1)?.data).toMatchObject({ state: 'finished', counts: { applied: 4, pending: 0 } });
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    const again = await api.call('GET', `${path}/events`, { token: course.instructorToken, headers: { 'Last-Event-ID': told.at(-1)?.id ?? '' } });
    expect([again.status, again.text]).toEqual([204, '']);
    expect(events(await instructor('GET', `${path}/events`)).map(({ data }) => data.state)).toEqual(['finished']);
  });
});
