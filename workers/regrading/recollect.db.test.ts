import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { enrolmentKeyContext, ensureEnrolment } from '#db/queries/enrolments.ts';
import { selectCurrentGrades, selectGradeVersions, selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { selectRuns, startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import type { Politeness } from '#db/queries/recollect-items.ts';
import { acceptHeldItems } from '#db/queries/regrade-accept.ts';
import { selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { cancelRegrade, confirmRegrade, insertRegrade, type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { insertUser } from '#db/queries/users.ts';
import type { RegradeHolds } from '#db/schema/regrades.ts';
import { regradeItems } from '#db/schema/regrade-items.ts';
import { openSealer } from '#db/sealed.ts';
import { makeCourse, makeGrade, submit, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { sshServer, type TestServer } from '../ssh/testing/server.ts';
import { recollectNext, type RecollectStep } from './recollect.ts';

const database = useDatabase();
const sealer = openSealer(`v1:${randomBytes(32).toString('base64url')}`);
const key = newKeyPair('test');
const never = new AbortController().signal;
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

/** A machine that answers a visit once `until` resolves. */
async function machine(until: () => Promise<unknown> = () => Promise.resolve()): Promise<TestServer> {
  const server = await sshServer({
    accepts: key,
    exec(channel) {
      let script = '';
      channel.on('data', (chunk: Buffer) => (script += chunk.toString()));
      channel.on('end', () => {
        void until().then(() => {
          channel.write(`@${/^NONCE=(\w+)$/m.exec(script)?.[1]} hello 0 1\n0\n`);
          channel.exit(0);
          channel.end();
        });
      });
    },
  });
  servers.push(server);
  return server;
}

/** A submission of a new student for a machine, graded with so many points: what the machine now gives is 0 of 0. */
async function graded(course: TestCourse, port: number, points: { earned: number; judged: number } | 'unsettled'): Promise<string> {
  const { db } = database;
  const student = await insertUser(db, { name: 'Student' });
  const id = newId();
  const sealedPrivateKey = sealer.seal(key.private, enrolmentKeyContext(id));
  await ensureEnrolment(db, { id, courseId: course.course.id, studentId: student.id, publicKey: key.public, sealedPrivateKey, reportTokenHash: id });
  const submission = await submit(db, course, { studentId: student.id, address: '127.0.0.1', port });
  if (points === 'unsettled') return submission;
  const run = (await startRun(db, submission)) as StartedRun;
  await storeGrade(db, { ...run, grade: { ...makeGrade(), ...points } });
  return submission;
}

async function confirmed(course: TestCourse, holds: RegradeHolds = 'worse'): Promise<Regrade> {
  const { db } = database;
  const wanted = { assignmentId: course.assignment.id, rubricId: course.assignment.rubricId, filter: {}, reason: 'A probe was mended', userId: course.instructor.id };
  const { id } = await insertRegrade(db, { ...wanted, kind: 'recollect' });
  return (await confirmRegrade(db, { id, userId: course.instructor.id, holds, adoptRubric: false })) as Regrade;
}

const next = (regrade: Regrade, politeness: Politeness = { total: 4, perSubnet: 4 }): Promise<RecollectStep> =>
  recollectNext({ db: database.db, sealer, username: 'netgrader', retryDelaysMs: [], politeness }, regrade, never);
const item = async (regrade: Regrade, submissionId: string) =>
  (await database.db.select().from(regradeItems).where(and(eq(regradeItems.regradeId, regrade.id), eq(regradeItems.submissionId, submissionId))))[0];

test('a new visit adds a version; one with fewer points is held, and the grade stays', async () => {
  const course = await makeCourse(database.db);
  const same = await graded(course, (await machine()).port, { earned: 0, judged: 0 });
  const worse = await graded(course, (await machine()).port, { earned: 150, judged: 200 });
  const regrade = await confirmed(course);
  expect(await next(regrade)).toMatchObject({ kind: 'more' });
  expect(await next(regrade)).toMatchObject({ kind: 'more' });
  expect(await next(regrade)).toEqual({ kind: 'done' });
  expect(await selectOptionalRegrade(database.db, regrade.id)).toMatchObject({ state: 'finished', counts: { applied: 1, held: 1 } });
  expect(await selectOptionalCurrentGrade(database.db, same)).toMatchObject({ version: 2, source: 'recollect' });
  expect(await selectOptionalCurrentGrade(database.db, worse)).toMatchObject({ version: 1, source: 'visit', earned: 150 });
  expect(await selectGradeVersions(database.db, worse)).toMatchObject([{ version: 1, isCurrent: true }, { version: 2, isCurrent: false }]);
});

test('where every grade waits for an instructor, new visits change none and tell who would gain and lose, by which check', async () => {
  const course = await makeCourse(database.db);
  const ids = [await graded(course, (await machine()).port, { earned: 0, judged: 0 }), await graded(course, (await machine()).port, { earned: 150, judged: 200 })];
  const before = await selectCurrentGrades(database.db, ids);
  const regrade = await confirmed(course, 'all');
  expect(await selectRegradePreview(database.db, regrade.id)).toMatchObject({ submissions: 2, previewed: 0, changing: 0 });
  while ((await next(regrade)).kind === 'more');
  expect(await selectOptionalRegrade(database.db, regrade.id)).toMatchObject({ state: 'finished', counts: { held: 2 } });
  expect(await selectCurrentGrades(database.db, ids)).toEqual(before);
  const preview = await selectRegradePreview(database.db, regrade.id);
  expect(preview).toMatchObject({ submissions: 2, previewed: 2, changing: 2, gaining: 0, losing: 1 });
  expect(preview.checks).toContainEqual({ check: 'ssh.one', gaining: 0, losing: 2, gained: 0, lost: 300 });
  const accepted = await acceptHeldItems(database.db, { id: regrade.id, userId: course.instructor.id });
  expect(accepted?.accepted.toSorted()).toEqual(ids.toSorted());
  expect(await selectCurrentGrades(database.db, ids)).toMatchObject([{ source: 'recollect', earned: 0 }, { source: 'recollect', earned: 0 }]);
});

test('a machine that is gone costs nobody a grade: its item failed, with the reason', async () => {
  const course = await makeCourse(database.db);
  const gone = await machine();
  const id = await graded(course, gone.port, { earned: 150, judged: 200 });
  await servers.pop()?.[Symbol.asyncDispose]();
  const regrade = await confirmed(course, 'none');
  expect(await next(regrade)).toEqual({ kind: 'more', became: 'failed' });
  expect(await item(regrade, id)).toMatchObject({ state: 'failed', error: { code: 'connection-refused' } });
  expect(await selectOptionalCurrentGrade(database.db, id)).toMatchObject({ version: 1, earned: 150 });
});

test('no machine is visited while a student waits to be graded', async () => {
  const course = await makeCourse(database.db);
  await graded(course, (await machine()).port, { earned: 0, judged: 0 });
  const regrade = await confirmed(course);
  const waiting = await graded(course, 1, 'unsettled');
  expect(await next(regrade)).toMatchObject({ kind: 'later', why: 'students-first' });
  const run = (await startRun(database.db, waiting)) as StartedRun;
  await storeGrade(database.db, { ...run, grade: makeGrade() });
  expect(await next(regrade)).toMatchObject({ kind: 'more' });
});

test('never more visits at once than the limits say, in all and in one network, and never two of one machine', async () => {
  const course = await makeCourse(database.db);
  const { promise, resolve } = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  for (const _ of [1, 2, 3]) {
    await graded(course, (await machine(() => {
      started.resolve();
      return promise;
    })).port, { earned: 0, judged: 0 });
  }
  const regrade = await confirmed(course);
  const first = next(regrade);
  await started.promise;
  expect(await next(regrade, { total: 1, perSubnet: 4 })).toMatchObject({ kind: 'later', why: 'politeness' });
  expect(await next(regrade, { total: 4, perSubnet: 1 })).toMatchObject({ kind: 'later', why: 'nothing-due' });
  const second = next(regrade);
  resolve();
  expect(await Promise.all([first, second])).toMatchObject([{ kind: 'more' }, { kind: 'more' }]);
  expect(servers.map(({ connections }) => connections).toSorted((a, b) => a - b)).toEqual([0, 1, 1]);
});

test('cancelled while a machine is visited, the visit’s grade does not count', async () => {
  const course = await makeCourse(database.db);
  const made: { regrade?: Regrade } = {};
  const cancel = async (): Promise<void> => void (await cancelRegrade(database.db, { id: made.regrade?.id ?? '', userId: course.instructor.id }));
  const id = await graded(course, (await machine(cancel)).port, { earned: 0, judged: 0 });
  made.regrade = await confirmed(course);
  expect(await next(made.regrade)).toEqual({ kind: 'more', became: 'cancelled' });
  expect(await selectGradeVersions(database.db, id)).toHaveLength(1);
  expect((await selectRuns(database.db, id)).at(-1)?.evidenceId).not.toBeNull();
});
