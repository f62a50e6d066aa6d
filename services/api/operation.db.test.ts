import { describe, expect, test } from 'vitest';
import { submissions } from '#db/schema/submissions.ts';
import { eq } from 'drizzle-orm';
import { openDatabase } from '#db/database.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { readApiConfig } from './config.ts';
import { createApi } from './create-api.ts';
import { problems } from './problem.ts';
import { useApi } from './testing/harness.ts';

const api = useApi();

describe('operation', () => {
  test('/healthz and /readyz answer without a token', async () => {
    expect(await api.call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  test('/readyz names what does not answer: 503', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:1/nowhere';
    const database = openDatabase(nowhere);
    const queues = openQueues({ backend: { kind: 'redis', url: 'redis://127.0.0.1:1' }, answerWithinMs: 300 });
    const log = { info: () => {}, error: () => {} };
    const down = createApi({ db: database.db, queues, sealer: api.sealer, config: readApiConfig({}, ''), log });
    const answer = await down.request('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable', detail: 'No answer from: database, queue.' });
    expect(await (await down.request('/v1/courses', { headers: { Authorization: 'Bearer ng_x' } })).json()).toMatchObject({ status: 500, code: 'internal' });
    await Promise.allSettled([database.close(), queues.close()]);
  });
});

describe('requests', () => {
  test('have an id, which the answer, the log line and the submission carry; a line names the route, not who was asked for', async () => {
    const course = await api.course();
    const lines: object[] = [];
    const log = { info: (details: object) => void lines.push(details), error: () => {} };
    const logged = createApi({ db: api.db, queues: api.queues, sealer: api.sealer, config: readApiConfig({}, ''), log });
    const headers = { Authorization: `Bearer ${course.studentToken}`, 'Content-Type': 'application/json', 'X-Request-Id': 'from-the-proxy-1' };
    const body = JSON.stringify({ assignment: course.assignment.id, address: '10.0.6.6', login: 'ada' });
    const made = await logged.request('/v1/submissions', { method: 'POST', headers, body });
    expect([made.status, made.headers.get('X-Request-Id')]).toEqual([201, 'from-the-proxy-1']);
    const { id } = (await made.json()) as { id: string };
    expect(await api.db.select({ requestId: submissions.requestId }).from(submissions).where(eq(submissions.id, id))).toEqual([{ requestId: 'from-the-proxy-1' }]);
    const lied = await logged.request(`/v1/submissions/${id}`, { headers: { ...headers, 'X-Request-Id': 'two words "quoted"' } });
    await logged.request('/v1/submissions/none', { headers });
    await logged.request('/healthz');
    expect(lied.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines).toMatchObject([
      { method: 'POST', path: '/v1/submissions', status: 201, requestId: 'from-the-proxy-1', ms: expect.any(Number) },
      { method: 'GET', path: '/v1/submissions/:id', status: 200, requestId: lied.headers.get('X-Request-Id') },
      { method: 'GET', path: '/v1/submissions/:id', status: 404, requestId: 'from-the-proxy-1' },
    ]);
  });
});

describe('the reference', () => {
  test('describes every route, and every problem it may answer with', async () => {
    const { status, body } = await api.call('GET', '/openapi.json');
    expect(status).toBe(200);
    const paths = body['paths'] as Record<string, Record<string, { security?: unknown; responses: Record<string, unknown> }>>;
    expect(Object.keys(paths).toSorted()).toEqual([
      '/healthz', '/readyz', '/v1/assignments/{id}', '/v1/assignments/{id}/export', '/v1/assignments/{id}/extensions',
      '/v1/assignments/{id}/extensions/{student}', '/v1/assignments/{id}/overrides', '/v1/assignments/{id}/regrades',
      '/v1/assignments/{id}/standings', '/v1/courses', '/v1/courses/{id}/assignments', '/v1/courses/{id}/audit', '/v1/courses/{id}/host-keys',
      '/v1/courses/{id}/host-keys/{key}/accept', '/v1/courses/{id}/members', '/v1/enrolment.sh', '/v1/enrolments',
      '/v1/regrades/{id}', '/v1/regrades/{id}/accept', '/v1/regrades/{id}/cancel', '/v1/regrades/{id}/confirm',
      '/v1/regrades/{id}/events', '/v1/regrades/{id}/items', '/v1/regrades/{id}/pause', '/v1/regrades/{id}/resume',
      '/v1/regrades/{id}/retry', '/v1/regrades/{id}/undo', '/v1/rubrics', '/v1/rubrics/{id}/diff',
      '/v1/submissions', '/v1/submissions/{id}', '/v1/submissions/{id}/evidence', '/v1/submissions/{id}/grades',
      '/v1/submissions/{id}/overrides/{check}', '/v1/submissions/{id}/overrides/{check}/confirm', '/v1/submissions/{id}/report', '/v1/tokens',
      '/v1/tokens/{id}', '/v1/uploads',
    ]);
    const secured = Object.entries(paths).filter(([path]) => path.startsWith('/v1/')).flatMap(([, methods]) => Object.values(methods));
    for (const operation of secured) expect(operation).toMatchObject({ security: [{ bearer: [] }], responses: { 401: expect.anything() } });
    const known = new Set<string>(Object.values(problems).map((problem) => String(problem.status)));
    const answered = Object.values(paths).flatMap((methods) => Object.values(methods)).flatMap((operation) => Object.keys(operation.responses));
    expect(answered.filter((code) => code >= '400' && !known.has(code))).toEqual([]);
  });

  test('is a page from this server alone, under a strict policy', async () => {
    const page = await api.call('GET', '/reference');
    expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(sources).toHaveLength(3);
    for (const url of sources) expect(await api.call('GET', url)).toMatchObject({ status: 200 });
  });
});
