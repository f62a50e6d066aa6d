import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { ensureEnrolment, enrolmentKeyContext } from '#db/queries/enrolments.ts';
import { selectRuns } from '#db/queries/grading-runs.ts';
import { submissions } from '#db/schema/submissions.ts';
import { openSealer } from '#db/sealed.ts';
import { makeCourse, submit, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { createMetrics, type Metrics } from '#services/metrics/metrics.ts';
import { serveMetrics } from '#services/metrics/serve-metrics.ts';
import type { ListeningApi } from '#services/api/listen.ts';
import { openQueues, type Queues } from '../queues/open-queues.ts';
import { sshServer } from '../ssh/testing/server.ts';
import { startGradingWorker } from './grading-worker.ts';

const database = useDatabase();
const sealer = openSealer(`v1:${randomBytes(32).toString('base64url')}`);
const key = newKeyPair('test');
let queues: Queues;
let metrics: Metrics;
let server: ListeningApi;

beforeAll(async () => {
  queues = openQueues({ backend: { kind: 'postgres', url: database.url } });
  metrics = createMetrics({ db: database.db, queues, onError: (error) => console.error(error) });
  server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 }, () => queues.ping());
});
afterAll(async () => {
  await server.close();
  await queues.close();
});

async function enrolledCourse(): Promise<TestCourse> {
  const { db } = database;
  const course = await makeCourse(db);
  const id = newId();
  await ensureEnrolment(db, {
    id,
    courseId: course.course.id,
    studentId: course.student.id,
    publicKey: key.public,
    sealedPrivateKey: sealer.seal(key.private, enrolmentKeyContext(id)),
    reportTokenHash: id,
  });
  return course;
}

type Line = Record<string, unknown> & { msg: string };

/** Grades what is queued until `grading ended` was logged so often; all that was logged. */
async function gradeAndLog(count: number): Promise<Line[]> {
  const lines: Line[] = [];
  const ended = new EventTarget();
  const write = (details: object, msg: string) => {
    lines.push({ ...details, msg });
    if (lines.filter((line) => line.msg === 'grading ended').length === count) ended.dispatchEvent(new Event('all'));
  };
  const all = once(ended, 'all');
  const worker = startGradingWorker(
    { db: database.db, sealer, retryDelaysMs: [], username: 'netgrader', observer: metrics.observer },
    { backend: { kind: 'postgres', url: database.url }, log: { info: write, error: write } },
  );
  await all;
  await worker.close();
  return lines;
}

async function scrape(): Promise<string> {
  return (await fetch(`${server.url}/metrics`)).text();
}

test('after real gradings the endpoint tells phases, outcomes, SSH failures and depth, and every log line the run', async () => {
  const { db } = database;
  await using host = await sshServer({
    accepts: key,
    exec(channel) {
      let script = '';
      channel.on('data', (chunk: Buffer) => (script += chunk.toString()));
      channel.on('end', () => {
        channel.write(`@${/^NONCE=(\w+)$/m.exec(script)?.[1]} hello 0 1\n0\n`);
        channel.exit(0);
        channel.end();
      });
    },
  });
  const [good, bad] = [await enrolledCourse(), await enrolledCourse()];
  const graded = await submit(db, good, { address: '127.0.0.1', port: host.port });
  const refused = await submit(db, bad, { address: '127.0.0.1', port: 1 });
  await db.update(submissions).set({ requestId: 'from-the-proxy-7' }).where(eq(submissions.id, graded));
  await Promise.all([graded, refused].map((id) => queues.enqueueGrading(id)));
  expect(await scrape()).toContain('netgrader_queue_jobs{queue="grading",state="waiting"} 2');

  const lines = await gradeAndLog(2);
  const text = await scrape();
  for (const phase of ['connect', 'collect', 'score']) expect(text).toContain(`netgrader_phase_seconds_count{phase="${phase}"} ${phase === 'connect' ? 2 : 1}`);
  expect(text).toMatch(/netgrader_phase_seconds_count\{phase="store"\} [34]/);
  expect(text).toContain('netgrader_grades_total{status="final"} 1');
  expect(text).toContain('netgrader_grades_total{status="not_gradable"} 1');
  expect(text).toContain('netgrader_ssh_failures_total{code="connection-refused"} 1');
  expect(text).toContain('netgrader_queue_jobs{queue="grading",state="waiting"} 0');
  expect(text).toContain('netgrader_regrade_items{state="pending"} 0');
  expect(text).not.toMatch(/127\.0\.0\.1|[0-9a-f]{8}-[0-9a-f]{4}-/);

  const [run] = await selectRuns(db, graded);
  const ofIt = lines.filter((line) => line['submissionId'] === graded);
  expect(ofIt.map(({ msg, phase }) => phase ?? msg)).toEqual(['grading began', 'connect', 'collect', 'store', 'score', 'store', 'grading ended']);
  for (const line of ofIt) expect(line).toMatchObject({ runId: run?.id, requestId: 'from-the-proxy-7' });
  const ofOther = lines.filter((line) => line['submissionId'] === refused);
  expect(ofOther.map(({ msg }) => msg)).toContain('the host could not be visited');
  expect(new Set(ofOther.map((line) => line['runId'])).size).toBe(1);
  expect(lines).toHaveLength(ofIt.length + ofOther.length);
  const secrets = key.private.split('\n').slice(1, -2);
  for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
});

test('what cannot be read is left out, the rest is told, and health says no', async () => {
  const down = openQueues({ backend: { kind: 'redis', url: 'redis://127.0.0.1:1' }, answerWithinMs: 300 });
  const errors: unknown[] = [];
  const partial = createMetrics({ db: database.db, queues: down, onError: (error) => errors.push(error) });
  const lame = await serveMetrics(partial, { host: '127.0.0.1', port: 0 }, () => down.ping());
  const text = await (await fetch(`${lame.url}/metrics`)).text();
  expect(text).toContain('netgrader_regrade_items{state="pending"} 0');
  expect(text).not.toContain('netgrader_queue_jobs{');
  expect(errors).toMatchObject([{ code: 'queue-unavailable' }]);
  expect((await fetch(`${lame.url}/healthz`)).status).toBe(503);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/`)).status).toBe(404);
  await lame.close();
  await Promise.allSettled([down.close()]);
});
