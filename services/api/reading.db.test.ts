import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createToken } from '#db/queries/api-tokens.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { insertUser } from '#db/queries/users.ts';
import { makeBundle, makeGrade, operator } from '#db/testing/course.ts';
import { type Answer, useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
beforeAll(async () => void (course = await api.course()));

let lastOctet = 10;
const freshAddress = () => `10.0.0.${lastOctet++}`;

function submit(fields: Record<string, unknown> = {}): Promise<Answer> {
  const body = { assignment: course.assignment.id, address: freshAddress(), login: 'ada', ...fields };
  return api.call('POST', '/v1/submissions', { token: course.studentToken, body });
}

async function grade(id: unknown): Promise<void> {
  const run = (await startRun(api.db, String(id))) as StartedRun;
  await keepEvidence(api.db, run.runId, makeBundle());
  await storeGrade(api.db, { ...run, grade: makeGrade() });
}

describe('reading', () => {
  test('progress while it waits, the grade when it is there', async () => {
    const { body } = await submit();
    const path = `/v1/submissions/${String(body['id'])}`;
    const read = () => api.call('GET', path, { token: course.studentToken });
    expect((await read()).body).toMatchObject({ status: 'queued', progress: { phase: 'queued' }, grade: null });
    await grade(body['id']);
    expect((await read()).body).toMatchObject({
      status: 'graded',
      progress: null,
      score: { status: 'final', earned: 1.5, judged: 2, possible: 2 },
      grade: { status: 'final', earned: 1.5, criteria: [{ id: 'ssh', checks: [{ id: 'ssh.one', outcome: 'passed', earned: 1.5 }, { id: 'ssh.two' }] }] },
    });
  });

  test('others cannot see it: 404 for other students and other courses; the instructor can', async () => {
    const { body } = await submit();
    const path = `/v1/submissions/${String(body['id'])}`;
    const other = await api.course();
    for (const token of [other.studentToken, other.instructorToken]) {
      for (const suffix of ['', '/report', '/evidence']) expect((await api.call('GET', path + suffix, { token })).status).toBe(404);
    }
    expect((await api.call('GET', path, { token: course.instructorToken })).status).toBe(200);
    expect((await api.call('GET', '/v1/submissions/nonsense', { token: course.studentToken })).status).toBe(404);
  });

  test('a token for another course does not open it, though its user could', async () => {
    const { body } = await submit();
    const other = await api.course();
    const { token } = await createToken(api.db, { userId: course.student.id, name: 'narrow', courseId: other.course.id }, operator);
    expect((await api.call('GET', `/v1/submissions/${String(body['id'])}`, { token })).status).toBe(404);
  });

  test('evidence is for instructors: 403 for the student, and its ETag is the hash of its bytes', async () => {
    const { body } = await submit();
    const path = `/v1/submissions/${String(body['id'])}/evidence`;
    expect((await api.call('GET', path, { token: course.instructorToken })).status).toBe(404);
    await grade(body['id']);
    expect(await api.call('GET', path, { token: course.studentToken })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const answer = await api.call('GET', path, { token: course.instructorToken });
    expect(answer).toMatchObject({ status: 200, body: { format: 1 } });
    expect(answer.headers.get('ETag')).toBe(`"${createHash('sha256').update(answer.text).digest('hex')}"`);
  });
});

describe('the report', () => {
  test('comes as Markdown, HTML or JSON, as Accept says; 406 otherwise; 409 before the grade', async () => {
    const { body } = await submit();
    const path = `/v1/submissions/${String(body['id'])}/report`;
    const read = (accept: string) => api.call('GET', path, { token: course.studentToken, headers: { Accept: accept } });
    expect(await read('text/markdown')).toMatchObject({ status: 409, body: { code: 'not-graded' } });
    await grade(body['id']);
    const markdown = await read('text/markdown, text/html;q=0.9');
    expect(markdown.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8');
    expect(markdown.text).toMatch(/^# /);
    const page = await read('text/html,application/xhtml+xml,*/*;q=0.8');
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src/);
    expect(page.text).toContain('<table>');
    expect(page.headers.get('Vary')).toContain('Accept');
    expect((await read('application/json')).body).toMatchObject({ status: 'final', earned: 1.5 });
    expect(await read('image/png')).toMatchObject({ status: 406, body: { code: 'not-acceptable' } });
  });
});

describe('the list', () => {
  test('pages through everything once, newest first, and holds to its filters', async () => {
    const own = await api.course();
    const made: unknown[] = [];
    for (let port = 1; port <= 3; port++) {
      const body = { assignment: own.assignment.id, address: '10.9.9.9', login: 'ada', port };
      made.unshift((await api.call('POST', '/v1/submissions', { token: own.studentToken, body })).body['id']);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api.call('GET', `/v1/submissions?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, { token: own.studentToken });
      const page = body as unknown as { submissions: { id: string }[]; next: string | null };
      seen.push(...page.submissions.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(made);
    await grade(made[0]);
    const idsFor = async (query: string, token = own.instructorToken) =>
      ((await api.call('GET', `/v1/submissions?${query}`, { token })).body['submissions'] as { id: string }[]).map(({ id }) => id);
    expect(await idsFor('status=graded')).toEqual([made[0]]);
    expect(await idsFor(`assignment=${own.assignment.id}&student=${own.student.id}`)).toHaveLength(3);
    expect(await idsFor(`assignment=${own.assignment.id}`, course.instructorToken)).toEqual([]);
    const stranger = await insertUser(api.db, { name: 'Mallory' });
    expect(await idsFor('', (await createToken(api.db, { userId: stranger.id, name: 't' }, operator)).token)).toEqual([]);
  });

  test.each(['cursor=nonsense', 'limit=0', 'limit=1000', 'status=lost', 'assignment=x'])('?%s is refused', async (query) => {
    const field = `query.${query.split('=')[0] ?? ''}`;
    const answer = await api.call('GET', `/v1/submissions?${query}`, { token: course.studentToken });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });
});
