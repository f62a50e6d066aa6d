import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { submissions } from '#db/schema/submissions.ts';
import { makeBundle, makeGrade } from '#db/testing/course.ts';
import { type Answer, useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
beforeEach(async () => void (course = await api.course()));

let lastOctet = 10;
const freshAddress = () => `10.0.0.${lastOctet++}`;

function submit(fields: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const body = { assignment: course.assignment.id, address: freshAddress(), login: 'ada', ...fields };
  return api.call('POST', '/v1/submissions', { token: course.studentToken, body, headers });
}

async function grade(id: unknown): Promise<void> {
  const run = (await startRun(api.db, String(id))) as StartedRun;
  await keepEvidence(api.db, run.runId, makeBundle());
  await storeGrade(api.db, { ...run, grade: makeGrade() });
}

describe('handing in', () => {
  test('stores the submission, enqueues it and answers where it is', async () => {
    const answer = await submit({ address: 'vm7.lab', port: 2222, deliverables: '/home/ada/lab' });
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'queued', address: '10.0.0.7', port: 2222, login: 'ada', deliverables: '/home/ada/lab', grade: null, score: null },
    });
    const id = String(answer.body['id']);
    expect(answer.headers.get('Location')).toBe(`/v1/submissions/${id}`);
    const [row] = await api.db.select().from(submissions).where(eq(submissions.id, id));
    expect(row).toMatchObject({ studentId: course.student.id, courseId: course.course.id, address: '10.0.0.7' });
    expect(await api.queues.gradingProgress(id)).toEqual({ phase: 'queued', done: 0, total: 0 });
  });

  test('a second one for the same machine while one is running is refused, naming it; after the grade it is taken', async () => {
    const address = freshAddress();
    const first = await submit({ address });
    const second = await submit({ address: `::ffff:${address}` });
    expect(second).toMatchObject({ status: 409, body: { code: 'already-running', submission: first.body['id'] } });
    await grade(first.body['id']);
    expect((await submit({ address })).status).toBe(201);
  });

  test('of ten at once for ten machines, three are taken, and another when one of them is graded', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit()));
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken).toHaveLength(3);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({ status: 409, body: { code: 'too-many-running' } });
    await grade(taken[0]?.body['id']);
    expect((await submit()).status).toBe(201);
  });

  test('of ten at once for one machine, one is taken', async () => {
    const address = freshAddress();
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit({ address })));
    expect(answers.map((answer) => answer.status).filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201, 409]));
  });

  test('without a login that is known, the field is named', async () => {
    expect(await submit({ login: undefined })).toMatchObject({ status: 422, body: { errors: [{ field: 'login' }] } });
  });
});

describe('an Idempotency-Key', () => {
  test('gives the same answer to the same request, and another request under it is refused', async () => {
    const headers = { 'Idempotency-Key': newId() };
    const address = freshAddress();
    const first = await submit({ address }, headers);
    const again = await submit({ address }, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await submit({ address, port: 23 }, headers)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await api.db.$count(submissions, eq(submissions.address, address))).toBe(1);
  });

  test('makes one submission of ten requests at once', async () => {
    const headers = { 'Idempotency-Key': newId() };
    const address = freshAddress();
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit({ address }, headers)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1);
    expect(await api.db.$count(submissions, eq(submissions.address, address))).toBe(1);
  });

  test('is not used up by a request that was refused', async () => {
    const headers = { 'Idempotency-Key': newId() };
    const address = freshAddress();
    const running = await submit({ address });
    expect((await submit({ address }, headers)).status).toBe(409);
    await grade(running.body['id']);
    expect((await submit({ address }, headers)).status).toBe(201);
  });
});

describe('bad input is answered with a problem document', () => {
  test.each([
    ['an address that is not one', { address: '10.0.0.300' }, 'address'],
    ['an address in short form', { address: '127.1' }, 'address'],
    ['an octal address', { address: '0177.0.0.1' }, 'address'],
    ['a decimal address', { address: '2130706433' }, 'address'],
    ['a name that resolves to nothing', { address: 'nowhere.lab' }, 'address'],
    ['a name one of whose addresses is not allowed', { address: 'rebound.lab' }, 'address'],
    ['a public address', { address: '8.8.8.8' }, 'address'],
    ['loopback', { address: '127.0.0.1' }, 'address'],
    ['a mapped link-local address', { address: '::ffff:a9fe:a9fe' }, 'address'],
    ['no address', { address: undefined }, 'address'],
    ['port 0', { port: 0 }, 'port'],
    ['port 65536', { port: 65_536 }, 'port'],
    ['a port that is a word', { port: 'ssh' }, 'port'],
    ['a login that a command would take for an option', { login: '-oProxyCommand=x' }, 'login'],
    ['a relative folder', { deliverables: 'lab' }, 'deliverables'],
    ['a folder with a line break', { deliverables: '/home\n/ada' }, 'deliverables'],
  ])('%s: 422 naming the field', async (_, fields, field) => {
    const answer = await submit(fields);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', status: 422, errors: [{ field, message: expect.any(String) }] } });
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  });

  test.each([newId(), 'nonsense', "'; drop table users"])('an assignment that there is not (%s): 404', async (assignment) => {
    expect(await submit({ assignment })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('an assignment of a course that one is not in: 404', async () => {
    const other = await api.course();
    expect((await submit({ assignment: other.assignment.id })).status).toBe(404);
  });

  test('malformed JSON: 400; another content type: 415; no body: 422', async () => {
    const token = course.studentToken;
    expect(await api.call('POST', '/v1/submissions', { token, body: '{"assignment":' })).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
    const headers = { 'Content-Type': 'text/plain' };
    expect((await api.call('POST', '/v1/submissions', { token, body: 'hello', headers })).status).toBe(415);
    expect((await api.call('POST', '/v1/submissions', { token })).status).toBe(422);
  });

  test('a body beyond the limit: 413', async () => {
    expect(await submit({ deliverables: `/${'x'.repeat(5000)}` })).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  test('no token, a wrong one or another scheme: 401 with a challenge', async () => {
    for (const authorization of [[], ['Bearer ng_wrong'], [`Basic ${course.studentToken}`]]) {
      const headers = Object.fromEntries(authorization.map((value) => ['Authorization', value]));
      const answer = await api.call('GET', '/v1/submissions', { headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
    }
  });

  test('a path that there is not: 404', async () => {
    expect(await api.call('GET', '/v1/nothing', { token: course.studentToken })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

