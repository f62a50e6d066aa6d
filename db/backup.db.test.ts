import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { openQueues } from '#workers/queues/open-queues.ts';
import { requeueNeglected } from '#workers/queues/requeue.ts';
import type { QueueBackend } from '#workers/queues/backend.ts';
import { type Database, openDatabase } from './database.ts';
import { newId } from './id.ts';
import { migrateDatabase } from './migrate.ts';
import { newKeyPair } from './key-pair.ts';
import { ensureEnrolment, enrolmentKeyContext, selectOptionalEnrolment } from './queries/enrolments.ts';
import { keepEvidence } from './queries/evidence.ts';
import { storeGrade } from './queries/grades.ts';
import { startRun, type StartedRun } from './queries/grading-runs.ts';
import { setOverride } from './queries/overrides.ts';
import { insertUser } from './queries/users.ts';
import { openSealer } from './sealed.ts';
import { makeBundle, makeCourse, makeGrade, submit } from './testing/course.ts';
import { serverForDump, type ToolServer } from './testing/postgres-tools.ts';

const run = promisify(execFile);
const page = readFileSync(path.join(import.meta.dirname, '..', 'docs', 'backup.md'), 'utf8');
const [backupCommand = '', restoreCommand = '', ...others] = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, command]) => command ?? '');
const secret = `v1:${randomBytes(32).toString('base64url')}`;
const folder = path.join(inject('testFolder'), 'backup');
const redisUrl = inject('redisUrl');

// Before the tests are collected, so that those without a server are shown as skipped.
mkdirSync(folder);
chmodSync(folder, 0o711);
const major = await serverMajor(inject('postgresUrl'));
const tools = await serverForDump(inject('postgresUrl'), major, folder);
if (typeof tools === 'string') console.log(`backup and restore are not tried: ${tools}`);
const server = tools as ToolServer;
const databases: string[] = [];

afterAll(async () => {
  if (typeof tools === 'string') return;
  await onServer(async (client) => {
    for (const name of databases) await client.query(`drop database ${name} with (force)`);
  });
  await server[Symbol.asyncDispose]();
});

async function serverMajor(url: string): Promise<number> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  await client.end();
  return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
}

async function onServer(use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(server.url);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function emptyDatabase(name: string): Promise<string> {
  await onServer(async (client) => void (await client.query(`create database ${name}`)));
  databases.push(name);
  return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
}

/** Runs a command of the page as an operator does. */
async function perform(command: string, databaseUrl: string): Promise<void> {
  const env = { ...process.env, PATH: `${server.bin}:${process.env['PATH']}`, DATABASE_URL: databaseUrl, BACKUP: path.join(folder, 'netgrader.dump') };
  await run('sh', ['-euc', command], { env });
}

/** Every row of every table of ours, and of the list of migrations. */
async function everything(db: Database): Promise<Record<string, unknown>> {
  const { rows: tables } = await db.execute<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'drizzle') order by 1`);
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    const { rows } = await db.execute(sql.raw(`select t::text as row from ${name} t order by 1`));
    found[name] = rows;
  }
  return found;
}

/** A graded submission with an override, an enrolment, and a submission that waits in the queue. */
async function fill(db: Database, queues: ReturnType<typeof openQueues>) {
  const course = await makeCourse(db);
  const id = newId();
  const key = newKeyPair('test');
  await ensureEnrolment(db, {
    id,
    courseId: course.course.id,
    studentId: course.student.id,
    publicKey: key.public,
    sealedPrivateKey: openSealer(secret).seal(key.private, enrolmentKeyContext(id)),
    reportTokenHash: id,
  });
  const graded = await submit(db, course);
  const started = (await startRun(db, graded)) as StartedRun;
  await keepEvidence(db, started.runId, makeBundle());
  await storeGrade(db, { ...started, grade: makeGrade() });
  await setOverride(db, { submissionId: graded, checkId: 'ssh.two', earned: 50, reason: 'Shown in the lab', userId: course.instructor.id });
  const other = await insertUser(db, { name: 'Other' });
  const waiting = await submit(db, course, { studentId: other.id, address: '10.0.0.9' });
  await queues.enqueueGrading(waiting);
  return { course, waiting, privateKey: key.private };
}

test('the page has one command each for backup and restore', () => {
  expect([backupCommand.split(' ')[0], restoreCommand.split(' ')[0], others]).toEqual(['pg_dump', 'pg_restore', []]);
});

const queueBackends: [string, (databaseUrl: string, suffix: string) => QueueBackend][] = [
  ['Postgres', (url) => ({ kind: 'postgres', url })],
  ['Redis', (_, suffix) => ({ kind: 'redis', url: redisUrl ?? '', prefix: `backup-${suffix}` })],
];

test.skipIf(typeof tools === 'string').each(queueBackends)('a restored database has every row, opens the keys, and fills a new queue in %s by itself', async (name, backendOf) => {
  if (name === 'Redis' && redisUrl === null) return;
  const label = name.toLowerCase();
  const url = await emptyDatabase(`before_${label}`);
  await migrateDatabase(url);
  const before = openDatabase(url);
  const oldQueues = openQueues({ backend: backendOf(url, 'before') });
  const { course, waiting, privateKey } = await fill(before.db, oldQueues);
  const rows = await everything(before.db);
  await perform(backupCommand, url);
  // What comes after the backup is lost.
  await insertUser(before.db, { name: 'Too late' });
  await oldQueues.close();
  await before.close();

  const restoredUrl = await emptyDatabase(`after_${label}`);
  await perform(restoreCommand, restoredUrl);
  await migrateDatabase(restoredUrl);
  const after = openDatabase(restoredUrl);
  expect(await everything(after.db)).toEqual(rows);
  await expect(after.db.execute(sql`update audit_log set why = 'forged'`)).rejects.toMatchObject({ cause: { message: expect.stringContaining('audit_log') } });

  const enrolment = await selectOptionalEnrolment(after.db, { courseId: course.course.id, studentId: course.student.id });
  expect(openSealer(secret).unseal(enrolment?.sealedPrivateKey ?? '', enrolmentKeyContext(enrolment?.id ?? ''))).toBe(privateKey);

  const queues = openQueues({ backend: backendOf(restoredUrl, 'after') });
  expect(await queues.depth()).toMatchObject({ grading: { waiting: 0 } });
  expect(await requeueNeglected(after.db, queues, 0)).toBe(1);
  expect(await queues.depth()).toMatchObject({ grading: { waiting: 1 } });
  expect(await queues.gradingProgress(waiting)).toMatchObject({ phase: 'queued' });
  await queues.close();
  await after.close();
});
