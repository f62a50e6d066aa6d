import { gzipSync } from 'node:zlib';
import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { createToken } from '#db/queries/api-tokens.ts';
import { selectGradingTask } from '#db/queries/grading-task.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { deleteUnusedUploads, selectUploadedFiles } from '#db/queries/uploads.ts';
import { insertUser } from '#db/queries/users.ts';
import { submissions } from '#db/schema/submissions.ts';
import { uploads } from '#db/schema/uploads.ts';
import { operator } from '#db/testing/course.ts';
import { tarGzOf } from '#services/archive/testing/tar.ts';
import { zipOf } from '#services/archive/testing/zip.ts';
import { type Answer, useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
beforeAll(async () => void (course = await api.course()));

interface UploadCall {
  token?: string;
  assignment?: string;
  type?: string;
}

function send(body: unknown, { token = course.studentToken, assignment = course.assignment.id, type = 'application/octet-stream' }: UploadCall = {}): Promise<Answer> {
  return api.call('POST', `/v1/uploads?assignment=${assignment}`, { token, body, headers: { 'Content-Type': type } });
}

let lastOctet = 10;
function submit(fields: Record<string, unknown>, token = course.studentToken): Promise<Answer> {
  const body = { assignment: course.assignment.id, address: `10.1.0.${lastOctet++}`, login: 'ada', ...fields };
  return api.call('POST', '/v1/submissions', { token, body });
}

/** Another student of the same course. */
async function classmate(): Promise<string> {
  const user = await insertUser(api.db, { name: 'Bob' });
  await upsertMembership(api.db, { courseId: course.course.id, userId: user.id, role: 'student' }, operator);
  return (await createToken(api.db, { userId: user.id, name: 'test' }, operator)).token;
}

let number = 0;
const freshArchive = () => tarGzOf({ 'LAB_REPORT.md': `# Report ${number++}` });
const rows = (id: unknown) => api.db.select().from(uploads).where(eq(uploads.id, String(id)));

describe('uploading', () => {
  test('opens the archive, stores bytes and files, and tells what it found and left out', async () => {
    const archive = tarGzOf({ 'lab/LAB_REPORT.md': '# Report', 'lab/run.sh': 'exit', 'lab/tool': Buffer.of(127, 0), '.git/HEAD': 'x' }, { mode: 0o755 });
    const answer = await send(archive, { type: 'application/gzip' });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        assignment: course.assignment.id,
        files: [
          { path: 'lab/LAB_REPORT.md', bytes: 8, executable: true, truncated: false },
          { path: 'lab/run.sh', bytes: 4, executable: true, truncated: false },
        ],
        leftOut: ['“lab/tool”: neither text, nor a picture, nor a packet capture', '“.git/HEAD”: hidden, or in a hidden folder'],
      },
    });
    const [row] = await rows(answer.body['id']);
    expect(row).toMatchObject({ studentId: course.student.id, assignmentId: course.assignment.id, sha256: answer.body['sha256'] });
    expect(row?.archive.equals(archive)).toBe(true);
    expect((await selectUploadedFiles(api.db, row?.id ?? null)).map((file) => file.path)).toEqual(['lab/LAB_REPORT.md', 'lab/run.sh']);
  });

  test('the type follows from the bytes; a zip will do under any of the content types', async () => {
    const zip = zipOf([{ name: 'LAB_REPORT.md', content: '# Report' }]);
    for (const type of ['application/zip', 'application/gzip', 'Application/X-Zip-Compressed; x=y', 'application/octet-stream']) {
      expect(await send(zip, { type })).toMatchObject({ status: 201, body: { files: [{ path: 'LAB_REPORT.md' }] } });
    }
  });

  test('the same bytes again are the same upload; another student’s are not', async () => {
    const archive = freshArchive();
    const [first, again, other] = [await send(archive), await send(archive), await send(archive, { token: await classmate() })];
    expect(again.body['id']).toBe(first.body['id']);
    expect(other.body['id']).not.toBe(first.body['id']);
    expect(await api.db.$count(uploads, eq(uploads.sha256, String(first.body['sha256'])))).toBe(2);
  });

  test('of those that no submission names, a student keeps the five newest', async () => {
    const token = await classmate();
    const used = await send(freshArchive(), { token });
    expect((await submit({ upload: used.body['id'] }, token)).status).toBe(201);
    const sent: Answer[] = [];
    for (let count = 0; count < 7; count += 1) sent.push(await send(freshArchive(), { token }));
    const kept = await Promise.all([used, ...sent].map(async ({ body }) => (await rows(body['id'])).length));
    expect(kept).toEqual([1, 0, 0, 1, 1, 1, 1, 1]);
  });
});

describe('a bad upload is answered with a problem document, and nothing is stored', () => {
  test.each([
    ['something else', () => Buffer.from('hello'), /neither a \.tar\.gz nor a \.zip/],
    ['nothing', () => Buffer.alloc(0), /neither/],
    ['a damaged one', () => freshArchive().subarray(0, 60), /damaged/],
    ['one with a password', () => zipOf([{ name: 'a.md', content: 'x', flags: 1 }]), /password/],
    ['a bomb', () => gzipSync(Buffer.alloc(40 * 1024 * 1024)), /more than 32 MiB/],
    ['one without a usable file', () => tarGzOf({ '../a.md': 'x' }), /leads out of the archive/],
  ])('%s: 422 in words', async (_, body, words) => {
    const before = await api.db.$count(uploads);
    const answer = await send(body());
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ field: 'body', message: expect.stringMatching(words) }] } });
    expect(await api.db.$count(uploads)).toBe(before);
  });

  test('beyond the archive limit: 413, while the limit of ordinary bodies stays as it is', async () => {
    expect(await send(Buffer.alloc(65_537))).toMatchObject({ status: 413, body: { code: 'body-too-large', detail: expect.stringContaining('65536') } });
    expect((await submit({ deliverables: `/${'x'.repeat(5000)}` })).status).toBe(413);
    expect((await send(tarGzOf({ 'a.log': Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 7919) % 251 || 1)) }))).status).toBe(201);
  });

  test('another content type: 415; no token: 401; no assignment: 422', async () => {
    expect(await send(freshArchive(), { type: 'application/x-www-form-urlencoded' })).toMatchObject({ status: 415, body: { detail: expect.stringContaining('Content-Type') } });
    expect((await send(freshArchive(), { token: 'ng_wrong' })).status).toBe(401);
    expect(await api.call('POST', '/v1/uploads', { token: course.studentToken, body: freshArchive() })).toMatchObject({ status: 422, body: { errors: [{ field: 'query.assignment' }] } });
  });

  test('an assignment that there is not, or of a course that one is not in: 404', async () => {
    const other = await api.course();
    for (const assignment of [newId(), 'nonsense', other.assignment.id]) expect((await send(freshArchive(), { assignment })).status).toBe(404);
  });
});

describe('a submission with an archive', () => {
  test('names it, and the worker gets its files', async () => {
    const upload = await send(freshArchive());
    const answer = await submit({ upload: upload.body['id'] });
    expect(answer).toMatchObject({ status: 201, body: { upload: upload.body['id'] } });
    const [row] = await api.db.select().from(submissions).where(eq(submissions.id, String(answer.body['id'])));
    expect(row?.uploadId).toBe(upload.body['id']);
    expect((await selectGradingTask(api.db, String(answer.body['id']))).uploads).toMatchObject([{ path: 'LAB_REPORT.md', truncated: false }]);
    expect((await selectGradingTask(api.db, String((await submit({})).body['id']))).uploads).toEqual([]);
  });

  test('an upload of somebody else, for another assignment, or that there is not: 404, and nothing is handed in', async () => {
    const other = await api.course();
    const foreign = await send(freshArchive(), { token: await classmate() });
    const elsewhere = await send(freshArchive(), { token: other.studentToken, assignment: other.assignment.id });
    const before = await api.db.$count(submissions);
    for (const upload of [foreign.body['id'], elsewhere.body['id'], newId(), 'nonsense']) {
      expect(await submit({ upload })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
    expect(await api.db.$count(submissions)).toBe(before);
  });

  test('keeps it for good; one that nobody handed in goes after a day', async () => {
    const [used, unused, fresh] = [await send(freshArchive()), await send(freshArchive()), await send(freshArchive())];
    await submit({ upload: used.body['id'] });
    for (const { body } of [used, unused]) {
      await api.db.update(uploads).set({ createdAt: sql`now() - interval '25 hours'` }).where(eq(uploads.id, String(body['id'])));
    }
    expect(await deleteUnusedUploads(api.db, 24 * 3600)).toBe(1);
    expect(await Promise.all([used, unused, fresh].map(async ({ body }) => (await rows(body['id'])).length))).toEqual([1, 0, 1]);
  });
});
