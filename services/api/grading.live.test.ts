import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { selectRuns } from '#db/queries/grading-runs.ts';
import { newId } from '#db/id.ts';
import { runEnrolment } from '#lab/enrol.ts';
import { builtInRubric, pointsOf } from '#lab/grading.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { applyComplete } from '#lab/states.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { useApi } from './testing/harness.ts';
import { enrolByApi, gradeByApi, liveCourse, liveWorker } from './testing/live-grading.ts';

const total = pointsOf(builtInRubric());
const api = useApi();
let lab: Lab;
const workers: QueueWorker[] = [];
beforeAll(async () => {
  lab = await openLab();
});
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.close())));
afterAll(() => lab.close());

/** Workers for one test, on the API's own Postgres. */
function work(count: number, retryDelaysMs?: number[]): void {
  for (let made = 0; made < count; made += 1) workers.push(liveWorker(api, { kind: 'postgres', url: api.url }, retryDelaysMs));
}

test('from the API to the report: enrolled, handed in, graded, stored, explained', async () => {
  work(1);
  const course = await liveCourse(api);
  const host = await lab.boot('api-complete');
  await applyComplete(host);
  expect((await enrolByApi(api, course, host)).body).toMatchObject({ login: 'student', hostKeys: 'pinned' });
  const submission = await gradeByApi(api, course, host);
  expect(submission).toMatchObject({ status: 'graded', grade: { status: 'final', earned: total, possible: total } });
  const report = await api.call('GET', `/v1/submissions/${submission.id}/report`, {
    token: course.studentToken,
    headers: { Accept: 'text/markdown' },
  });
  expect(report.text).toContain(`${total} of ${total} points`);
  const evidence = await api.call('GET', `/v1/submissions/${submission.id}/evidence`, { token: course.instructorToken });
  expect(evidence.body).toMatchObject({ format: 1, witness: { ssh: { methodsOffered: ['publickey'] } } });
  expect((await api.call('GET', `/v1/submissions/${submission.id}/evidence`, { token: course.studentToken })).status).toBe(403);
  expect((await selectRuns(api.db, submission.id)).map(({ error }) => error)).toEqual([null]);
});

/** So few checks that visits end quickly: ufw counts connections, and the budget has to space them. */
const quickRubric = `
id: quick
version: 1.0.0
title: Quick
criteria:
  - { id: ssh, title: SSH, points: 2, checks: [{ check: ssh.configuration-loads, points: 1 }, { check: ssh.auth-attempts-limited, points: 1 }] }
`;

test('a hardened host is graded ten times back to back by two workers: one connection a grade, never locked out', async () => {
  work(2);
  const course = await liveCourse(api, quickRubric);
  const host = await lab.boot('api-hardened');
  await applyComplete(host);
  await host.applyState(`
    printf 'LogLevel VERBOSE\\nMaxSessions 5\\nMaxAuthTries 3\\nLoginGraceTime 30\\n' > /etc/ssh/sshd_config.d/00-hardened.conf
    systemctl restart ssh
    ufw default deny incoming && ufw limit 22/tcp && ufw --force enable
  `);
  await enrolByApi(api, course, host);
  for (let visit = 1; visit <= 10; visit += 1) {
    const submission = await gradeByApi(api, course, host);
    expect(submission).toMatchObject({ status: 'graded', grade: { status: 'final', earned: 2, possible: 2 } });
    // No try beside the one that graded: a lock-out would have been a fault.
    expect((await selectRuns(api.db, submission.id)).map(({ error }) => error)).toEqual([null]);
  }
  const log = (await host.run('journalctl --no-pager --output=cat --unit=ssh')).stdout;
  expect(log.match(/^Connection from /gm)).toHaveLength(10);
  expect(log.match(/^Accepted publickey for netgrader /gm)).toHaveLength(10);
  const limited = (await host.run('iptables -nvxL ufw-user-limit')).stdout.split('\n').slice(2).filter(Boolean);
  expect(limited.map((rule) => Number(rule.trim().split(/\s+/)[0]))).toEqual(limited.map(() => 0));
  expect(limited.length).toBeGreaterThan(0);
}, 600_000);

test('a rebuilt host is not gradable until an instructor accepts its new key', async () => {
  work(1);
  const course = await liveCourse(api);
  const host = await lab.boot('api-rebuilt');
  await enrolByApi(api, course, host);
  await host.applyState('rm /etc/ssh/ssh_host_* && ssh-keygen -q -A && systemctl restart ssh');
  const refused = await gradeByApi(api, course, host);
  expect(refused).toMatchObject({ status: 'not_gradable', grade: { status: 'not_gradable', reason: { code: 'host-key-changed' } } });
  const keys = await api.call('GET', `/v1/courses/${course.course.id}/host-keys?pending=true`, { token: course.instructorToken });
  const [pending] = keys.body['hostKeys'] as { id: string; fingerprint: string }[];
  expect(JSON.stringify(refused['grade'])).toContain(pending?.fingerprint);
  const accept = `/v1/courses/${course.course.id}/host-keys/${pending?.id}/accept`;
  expect((await api.call('POST', accept, { token: course.studentToken })).status).toBe(403);
  expect((await api.call('POST', accept, { token: course.instructorToken })).status).toBe(200);
  expect(await gradeByApi(api, course, host)).toMatchObject({ status: 'graded', grade: { status: 'final', earned: 0 } });
});

test('a machine that is off is tried again, and then not gradable with what to do', async () => {
  const course = await liveCourse(api);
  const host = await lab.boot('api-off');
  await enrolByApi(api, course, host);
  await host.applyState('systemctl stop ssh.socket ssh.service');
  work(1, [50, 50, 50]);
  const submission = await gradeByApi(api, course, host);
  expect(submission).toMatchObject({ status: 'not_gradable', grade: { reason: { code: 'connection-refused' } } });
  const runs = await selectRuns(api.db, submission.id);
  expect(runs.map(({ error }) => error?.code ?? null)).toEqual(['connection-refused', 'connection-refused', 'connection-refused', null]);
});

test.skipIf(inject('redisUrl') === null)('the same grade comes by way of Redis', async () => {
  const course = await liveCourse(api);
  const host = await lab.boot('api-redis');
  await enrolByApi(api, course, host);
  const backend = { kind: 'redis' as const, url: inject('redisUrl') ?? '', prefix: newId() };
  workers.push(liveWorker(api, backend));
  const queues = openQueues({ backend });
  const handedIn = await api.call('POST', '/v1/submissions', { token: course.studentToken, body: { assignment: course.assignment.id, address: host.address } });
  await queues.enqueueGrading(String(handedIn.body['id']));
  const read = async () => (await api.call('GET', `/v1/submissions/${String(handedIn.body['id'])}`, { token: course.studentToken })).body;
  await expect.poll(read, { timeout: 60_000 }).toMatchObject({ status: 'graded', grade: { status: 'final', earned: 0 } });
  await queues.close();
});

test('a host that reaches the API reports itself, once and for all', async () => {
  const course = await liveCourse(api);
  const host = await lab.boot('api-reaching');
  const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-'));
  const socket = path.join(folder, 'api.sock');
  const requests: number[] = [];
  // The API's answers, over a socket that a relay inside the host's network namespace connects to.
  const server = createServer((request, response) => {
    void (async () => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const authorization = request.headers.authorization ?? '';
      const answer = await api.call(request.method ?? '', request.url ?? '', { body: Buffer.concat(pieces).toString(), headers: { Authorization: authorization } });
      requests.push(answer.status);
      response.writeHead(answer.status).end(answer.text);
    })();
  }).listen(socket);
  await once(server, 'listening');
  const program = "const n=require('net');n.createServer(c=>{const s=n.connect(process.argv[1]);c.pipe(s).pipe(c)}).listen(80,'127.0.0.1',()=>console.log('up'))";
  const relay = spawn('nsenter', ['-t', String(host.leaderPid), '-n', '--', process.execPath, '-e', program, socket]);
  try {
    await once(relay.stdout, 'data');
    await host.applyState("echo '127.0.0.1 grader.lab' >> /etc/hosts");
    const script = (await api.call('GET', `/v1/enrolment.sh?course=${course.course.id}`, { token: course.studentToken })).text;
    expect(await runEnrolment(host, script)).toContain('Enrolled: the grader knows this machine, and your login student');
    const again = await runEnrolment(host, script);
    expect(again).toContain('nothing to change');
    expect(again).not.toContain('done:');
    expect(requests).toEqual([200, 200]);
  } finally {
    relay.kill();
    server.close();
    rmSync(folder, { recursive: true });
  }
});
