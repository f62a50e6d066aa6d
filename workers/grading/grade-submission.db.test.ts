import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { ensureEnrolment, enrolmentKeyContext } from '#db/queries/enrolments.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { selectRuns, startRun } from '#db/queries/grading-runs.ts';
import { selectOptionalSubmission } from '#db/queries/submissions.ts';
import { assignments } from '#db/schema/assignments.ts';
import { rubrics } from '#db/schema/rubrics.ts';
import { openSealer } from '#db/sealed.ts';
import { makeCourse, makeGrade, submit } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { sshServer } from '../ssh/testing/server.ts';
import { gradeSubmission } from './grade-submission.ts';
import { giveUp } from './grading-worker.ts';

const database = useDatabase();
const sealer = openSealer(`v1:${randomBytes(32).toString('base64url')}`);
const key = newKeyPair('test');

/** Grades a submission whose host takes its time: `meanwhile` happens between login and answer. */
async function gradeWhile(meanwhile: (submissionId: string) => Promise<void>, before: (submissionId: string) => Promise<void> = async () => {}) {
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
  const asked: { submission?: string } = {};
  await using server = await sshServer({
    accepts: key,
    exec(channel) {
      let script = '';
      channel.on('data', (chunk: Buffer) => (script += chunk.toString()));
      channel.on('end', () => {
        void meanwhile(asked.submission ?? '').then(() => {
          channel.write(`@${/^NONCE=(\w+)$/m.exec(script)?.[1]} hello 0 1\n0\n`);
          channel.exit(0);
          channel.end();
        });
      });
    },
  });
  asked.submission = await submit(db, course, { address: '127.0.0.1', port: server.port });
  await before(asked.submission);
  const dependencies = { db, sealer, retryDelaysMs: [], username: 'netgrader' };
  const outcome = await gradeSubmission(dependencies, asked.submission);
  return { outcome, submission: await selectOptionalSubmission(db, asked.submission), runs: await selectRuns(db, asked.submission) };
}

test('a visit that nobody overtakes settles its submission', async () => {
  const { outcome, submission } = await gradeWhile(async () => {});
  expect(outcome).toMatchObject({ kind: 'settled', grade: { status: 'final' } });
  expect(submission).toMatchObject({ status: 'graded' });
});

test('a run that a newer one overtook stores nothing and ends in peace: the newer one counts', async () => {
  const { outcome, submission, runs } = await gradeWhile(async (id) => void (await startRun(database.db, id)));
  expect(outcome).toMatchObject({ kind: 'settled', grade: null });
  expect(submission).toMatchObject({ status: 'running', grade: null });
  expect(runs.map(({ error }) => error)).toEqual([null, null]);
});

test('a run whose submission was graded meanwhile leaves that grade alone', async () => {
  const { outcome, submission } = await gradeWhile(async (id) => {
    const run = await startRun(database.db, id);
    if (run) await storeGrade(database.db, { ...run, grade: makeGrade() });
  });
  expect(outcome).toMatchObject({ kind: 'settled', grade: null });
  expect(submission).toMatchObject({ status: 'graded', grade: { earned: 150 } });
});

test('a submission whose stored rubric no version of ours can read any more ends as a fault of ours', async () => {
  const { db } = database;
  const course = await makeCourse(db);
  const [unreadable] = await db.insert(rubrics).values({ slug: 'old', version: '0.1.0+000000000000', text: 'checks: gone' }).returning();
  await db.update(assignments).set({ rubricId: unreadable?.id ?? '' }).where(eq(assignments.id, course.assignment.id));
  const id = await submit(db, course);
  await giveUp({ db, sealer, retryDelaysMs: [], username: 'netgrader' }, id);
  expect(await selectOptionalSubmission(db, id)).toMatchObject({ status: 'not_gradable', grade: { document: { reason: { code: 'internal-fault' }, rubric: { id: 'old' } } } });
});

/** So many workers began to grade and died. */
const vanish = (times: number) => async (id: string) => {
  for (let run = 0; run < times; run++) await startRun(database.db, id);
};

test('a host at which twenty workers died one after the other is visited no more: it ends as a fault of ours', async () => {
  let visits = 0;
  const { outcome, submission } = await gradeWhile(async () => void visits++, vanish(20));
  expect(outcome).toMatchObject({ kind: 'settled', grade: { status: 'not_gradable', reason: { code: 'internal-fault' } } });
  expect(submission).toMatchObject({ status: 'not_gradable' });
  expect(visits).toBe(0);
});

test('nineteen that died are no reason not to try again', async () => {
  const { outcome } = await gradeWhile(async () => {}, vanish(19));
  expect(outcome).toMatchObject({ kind: 'settled', grade: { status: 'final' } });
});
