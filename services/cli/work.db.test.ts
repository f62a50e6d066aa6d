import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { ensureEnrolment, enrolmentKeyContext } from '#db/queries/enrolments.ts';
import { selectRuns } from '#db/queries/grading-runs.ts';
import { selectOptionalSubmission } from '#db/queries/submissions.ts';
import { openSealer } from '#db/sealed.ts';
import { makeCourse, submit } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { sshServer, tcpServer } from '#workers/ssh/testing/server.ts';

const database = useDatabase();
const secret = `v1:${randomBytes(32).toString('base64url')}`;
const key = newKeyPair('test');
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Work {
  child: ChildProcess;
  exit: Promise<number | null>;
}

/** `netgrader work …`, as an operator starts it, with the queue in Postgres. */
function startWork(...args: string[]): Work {
  const env = { ...process.env, DATABASE_URL: database.url, NETGRADER_SECRET: secret, NETGRADER_QUEUE_URL: '', NETGRADER_STOP_SECONDS: '5' };
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), 'work', ...args], { env, stdio: 'ignore' });
  running.push(child);
  return { child, exit: once(child, 'exit').then(([code]) => code as number | null) };
}

/** A submission of an enrolled student, stored and enqueued. */
async function handIn(port: number): Promise<string> {
  const { db } = database;
  const course = await makeCourse(db);
  const id = newId();
  const sealedPrivateKey = openSealer(secret).seal(key.private, enrolmentKeyContext(id));
  await ensureEnrolment(db, { id, courseId: course.course.id, studentId: course.student.id, publicKey: key.public, sealedPrivateKey, reportTokenHash: id });
  const submission = await submit(db, course, { address: '127.0.0.1', port });
  const queues = openQueues({ backend: { kind: 'postgres', url: database.url } });
  await queues.enqueueGrading(submission);
  await queues.close();
  return submission;
}

const statusOf = async (id: string) => (await selectOptionalSubmission(database.db, id))?.status;

test('at SIGTERM a visit to a host that never answers is called off and handed back; the next worker takes it up', async () => {
  const asked = { scripts: 0, answers: false };
  await using server = await sshServer({
    accepts: key,
    exec(channel) {
      asked.scripts += 1;
      if (!asked.answers) return;
      let script = '';
      channel.on('data', (chunk: Buffer) => (script += chunk.toString()));
      channel.on('end', () => {
        channel.write(`@${/^NONCE=(\w+)$/m.exec(script)?.[1]} hello 0 1\n0\n`);
        channel.exit(0);
        channel.end();
      });
    },
  });
  const submission = await handIn(server.port);
  const first = startWork();
  await expect.poll(() => asked.scripts, { timeout: 60_000 }).toBe(1);
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  expect(await statusOf(submission)).not.toBe('graded');

  asked.answers = true;
  const second = startWork('--until-idle', '1s');
  expect(await second.exit).toBe(0);
  expect(await statusOf(submission)).toBe('graded');
  // The first was called off, which is no fault of the host.
  expect((await selectRuns(database.db, submission)).map(({ error }) => error?.code ?? null)).toEqual(['called-off', null]);
});

test('at SIGTERM a connection whose peer says nothing and keeps it open does not keep the process', async () => {
  const contacts: unknown[] = [];
  await using server = await tcpServer((socket) => {
    socket.allowHalfOpen = true;
    contacts.push(socket);
  });
  const submission = await handIn(server.port);
  const { child, exit } = startWork();
  await expect.poll(() => contacts.length, { timeout: 60_000 }).toBe(1);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(await statusOf(submission)).not.toBe('graded');
});
