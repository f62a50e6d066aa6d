import { randomBytes } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { holdBatchesBack } from '#db/queries/batch-turn.ts';
import { enrolmentKeyContext, ensureEnrolment } from '#db/queries/enrolments.ts';
import { selectCurrentGrades, selectGradeVersions, selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { selectRuns, startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { failItem, postponeItem, storeRecollected } from '#db/queries/recollect-items.ts';
import { type Politeness, type RecollectVisit, startNextVisit } from '#db/queries/recollect-visits.ts';
import { acceptHeldItems } from '#db/queries/regrade-accept.ts';
import { selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { cancelRegrade, confirmRegrade, finishRegrade, insertRegrade, pauseRegrade, type Regrade, retryFailedItems, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { insertUser } from '#db/queries/users.ts';
import type { RegradeFilter, RegradeHolds } from '#db/schema/regrades.ts';
import { regradeItems } from '#db/schema/regrade-items.ts';
import { submissions } from '#db/schema/submissions.ts';
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

async function confirmed(course: TestCourse, holds: RegradeHolds = 'worse', filter: RegradeFilter = {}): Promise<Regrade> {
  const { db } = database;
  const wanted = { assignmentId: course.assignment.id, rubricId: course.assignment.rubricId, filter, reason: 'A probe was mended', userId: course.instructor.id };
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

test('no visit begins while somebody hands in, and then the student comes first', async () => {
  const { db } = database;
  const course = await makeCourse(db);
  await graded(course, 1, { earned: 0, judged: 0 });
  const regrade = await confirmed(course);
  const id = await db.transaction(async (tx) => {
    await holdBatchesBack(tx);
    const handedIn = await submit(tx, course, { address: '127.0.0.1', port: 2 });
    expect(await startNextVisit(db, regrade.id, { total: 4, perSubnet: 4 })).toMatchObject({ kind: 'later', why: 'turn' });
    return handedIn;
  });
  expect(await startNextVisit(db, regrade.id, { total: 4, perSubnet: 4 })).toMatchObject({ kind: 'later', why: 'students-first' });
  const run = (await startRun(db, id)) as StartedRun;
  await storeGrade(db, { ...run, grade: makeGrade() });
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

const visit = async (regrade: Regrade): Promise<RecollectVisit> => {
  const begun = await startNextVisit(database.db, regrade.id, { total: 4, perSubnet: 4 });
  if (begun.kind !== 'visit') throw new Error(`no visit began: ${JSON.stringify(begun)}`);
  return begun.visit;
};
const expireLeases = () => database.db.execute(sql`update host_leases set expires_at = clock_timestamp() - interval '1 second'`);
/** Nobody is visited: a port each, so that no test uses up another's connection budget. */
let port = 1;

test('a worker that slept through its lease decides nothing: the visit that overtook it does', async () => {
  const course = await makeCourse(database.db);
  const id = await graded(course, port++, { earned: 0, judged: 0 });
  const regrade = await confirmed(course, 'none');
  const asleep = await visit(regrade);
  await expireLeases();
  const awake = await visit(regrade);
  await failItem(database.db, asleep, { code: 'key-refused', message: 'No.' });
  await postponeItem(database.db, asleep, { code: 'internal', message: 'No.' }, 60_000, true);
  expect(await item(regrade, id)).toMatchObject({ state: 'pending', error: null, faults: 0, notBefore: null });
  expect(await storeRecollected(database.db, awake, { ...makeGrade(), earned: 100 }, new Map())).toBe('applied');
});

test('a machine whose visits end with their worker, again and again, is given up with the reason', async () => {
  const course = await makeCourse(database.db);
  const id = await graded(course, port++, { earned: 0, judged: 0 });
  const regrade = await confirmed(course);
  for (let died = 0; died < 10; died++) {
    await visit(regrade);
    await expireLeases();
    await database.db.execute(sql`delete from host_contacts`);
  }
  expect(await startNextVisit(database.db, regrade.id, { total: 4, perSubnet: 4 })).toMatchObject({ kind: 'later', why: 'given-up' });
  expect(await item(regrade, id)).toMatchObject({ state: 'failed', error: { code: 'internal' } });
  await finishRegrade(database.db, regrade.id);
  expect(await retryFailedItems(database.db, { id: regrade.id, userId: course.instructor.id })).toMatchObject({ counts: { pending: 1 } });
  expect((await visit(regrade)).submissionId).toBe(id);
});

test('whose student has handed in again since is not visited, unless that submission was named', async () => {
  const course = await makeCourse(database.db);
  const id = await graded(course, port++, { earned: 0, judged: 0 });
  const [regrade, named] = [await confirmed(course), await confirmed(course, 'worse', { submissions: [id] })];
  const [{ studentId } = { studentId: '' }] = await database.db.select({ studentId: submissions.studentId }).from(submissions).where(eq(submissions.id, id));
  const later = await submit(database.db, course, { studentId, address: '127.0.0.1', port: 2 });
  const run = (await startRun(database.db, later)) as StartedRun;
  await storeGrade(database.db, { ...run, grade: makeGrade() });
  expect(await startNextVisit(database.db, regrade.id, { total: 4, perSubnet: 4 })).toMatchObject({ kind: 'later', why: 'given-up' });
  expect(await item(regrade, id)).toMatchObject({ state: 'failed', error: { code: 'superseded' } });
  expect((await visit(named)).submissionId).toBe(id);
});

test('what failed while a regrade was paused is tried again at once when that is asked for', async () => {
  const course = await makeCourse(database.db);
  await graded(course, port++, { earned: 0, judged: 0 });
  const regrade = await confirmed(course);
  const step = { id: regrade.id, userId: course.instructor.id };
  const last = await visit(regrade);
  await pauseRegrade(database.db, step);
  await failItem(database.db, last, { code: 'connection-refused', message: 'No.' });
  await finishRegrade(database.db, regrade.id);
  expect(await retryFailedItems(database.db, step)).toMatchObject({ state: 'running', counts: { pending: 1 } });
});
