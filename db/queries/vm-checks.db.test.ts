import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { makeCourse } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { acquireLease } from './host-leases.ts';
import { finishVmCheck, handBackVmCheck, type NewVmCheck, requestVmCheck, selectLatestVmCheck, startVmCheck } from './vm-checks.ts';

const database = useDatabase();
let lastOctet = 1;
let asked: NewVmCheck;
let host: { host: string; subnet: string };
beforeEach(async () => {
  const { course, student } = await makeCourse(database.db);
  asked = { courseId: course.id, studentId: student.id, address: `10.0.0.${lastOctet++}`, port: 22, login: 'ada' };
  host = { host: `${asked.address}:22`, subnet: '10.0.0.0/24' };
});

const isFree = async () => (await acquireLease(database.db, { ...host, runId: asked.studentId, isBatch: false })).granted;
const state = async () => (await selectLatestVmCheck(database.db, asked))?.state;

test('of ten requests at once one check comes', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => requestVmCheck(database.db, asked)));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('delivered twice, it is begun once, and its host is free when it is finished', async () => {
  const { id } = await requestVmCheck(database.db, asked);
  const begun = await Promise.all([1, 2, 3].map(() => startVmCheck(database.db, id, host)));
  expect(begun.map(({ kind }) => kind).toSorted()).toEqual(['started', 'taken', 'taken']);
  expect(await state()).toBe('running');
  expect(await isFree()).toBe(false);
  await finishVmCheck(database.db, id, { succeeded: [], failure: null });
  expect([await state(), await isFree()]).toEqual(['finished', true]);
});

test('where its host is busy nothing has begun, and it can begin later', async () => {
  const { id } = await requestVmCheck(database.db, asked);
  await acquireLease(database.db, { ...host, runId: asked.studentId, isBatch: false });
  expect(await startVmCheck(database.db, id, host)).toMatchObject({ kind: 'later', why: 'host-busy' });
  expect(await state()).toBe('waiting');
  await database.db.execute(sql`delete from host_leases where host = ${host.host}`);
  expect(await startVmCheck(database.db, id, host)).toEqual({ kind: 'started' });
});

test('handed back, it waits for another worker; what is finished is never begun again', async () => {
  const { id } = await requestVmCheck(database.db, asked);
  await startVmCheck(database.db, id, host);
  await handBackVmCheck(database.db, id);
  expect(await state()).toBe('waiting');
  expect(await startVmCheck(database.db, id, host)).toEqual({ kind: 'started' });
  await finishVmCheck(database.db, id, { succeeded: [], failure: null });
  expect(await startVmCheck(database.db, id, host)).toEqual({ kind: 'taken' });
});
