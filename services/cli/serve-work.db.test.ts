import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { createToken } from '#db/queries/api-tokens.ts';
import { operator } from '#db/testing/course.ts';
import { insertUser } from '#db/queries/users.ts';
import { useDatabase } from '#db/testing/database.ts';
import { builtInRubric, pointsOf } from '#lab/grading.ts';
import { startRecordedHost } from '#lab/recorded/recorded-host.ts';
import { readRecordings } from '#lab/recorded/recording.ts';
import { setUpCourse, takePart } from '#services/demo/course.ts';

const database = useDatabase();
const redisUrl = inject('redisUrl');
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts `netgrader …` as an operator does; resolves with the log line that has `message`. */
async function start(args: string[], env: NodeJS.ProcessEnv, message: string): Promise<{ child: ChildProcess; line: Record<string, unknown> }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(child);
  for await (const text of createInterface({ input: child.stderr })) {
    const line = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    if (line['msg'] === message) {
      child.stderr.resume();
      return { child, line };
    }
  }
  throw new Error(`netgrader ${args.join(' ')} ended before it said “${message}”`);
}

async function stop(child: ChildProcess): Promise<number | null> {
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

const backends = [
  ['Postgres', () => ({})],
  ['Redis', () => ({ NETGRADER_QUEUE_URL: redisUrl ?? '' })],
] as const;

describe.each(backends)('serve and work, as processes of their own, with the queue in %s', (name, queue) => {
  test.skipIf(name === 'Redis' && redisUrl === null)('grade what is handed in, and end well at SIGTERM', async () => {
    const recording = readRecordings().get('ufw-namespaces');
    if (!recording) throw new Error('ufw-namespaces is not recorded');
    const host = await startRecordedHost(recording);
    const env = {
      DATABASE_URL: database.url,
      NETGRADER_SECRET: `v1:${randomBytes(32).toString('base64url')}`,
      NETGRADER_ALLOWED_NETWORKS: '127.0.0.0/8',
      ...queue(),
    };
    const api = await start(['serve', '--port', '0'], env, 'listening');
    const worker = await start(['work', '--concurrency', '2'], env, 'working');
    const url = String(api.line['url']);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    const staff = await insertUser(database.db, { name: 'Staff', isStaff: true });
    const { token } = await createToken(database.db, { userId: staff.id, name: 'test' }, operator);
    const student = { ...host, title: '', enrol: (script: string) => Promise.resolve(host.enrol(script)) };
    const course = await setUpCourse(url, token, [student]);
    const [participant] = course.students;
    if (!participant) throw new Error('the course has a student');
    const graded = await takePart(participant, course.assignment, () => {});
    expect(graded.grade).toMatchObject({ status: 'final', earned: pointsOf(builtInRubric()) });
    expect([await stop(worker.child), await stop(api.child)]).toEqual([0, 0]);
    await host.stop();
  });
});
