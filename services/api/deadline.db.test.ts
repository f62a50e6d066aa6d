import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { insertAssignment, updateAssignment } from '#db/queries/assignments.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { submissions } from '#db/schema/submissions.ts';
import { makeBundle, makeGrade, operator, submit } from '#db/testing/course.ts';
import { type Grade } from '#rubric/grade.ts';
import { type Answer, useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
beforeEach(async () => {
  course = await api.course();
  await updateAssignment(api.db, course.assignment.id, { graceMinutes: 60 }, operator);
});

const unreachable: Grade = {
  status: 'not_gradable',
  rubric: { id: 'empty', version: '1.0.0+0' },
  reason: { code: 'unreachable', message: 'It does not answer.' },
  possible: 200,
};
const minutes = (count: number) => sql`now() + make_interval(mins => ${count})`;

/** A submission handed in so many minutes from now (mostly before it), and settled with a grade where one is given. */
async function handedIn(address: string, createdAt: number, settled?: { grade: Grade; at: number }): Promise<string> {
  const id = await submit(api.db, course, { address });
  if (settled) {
    const run = (await startRun(api.db, id)) as StartedRun;
    await keepEvidence(api.db, run.runId, makeBundle());
    await storeGrade(api.db, { ...run, grade: settled.grade });
  }
  await api.db.update(submissions).set({ createdAt: minutes(createdAt), ...(settled ? { settledAt: minutes(settled.at) } : {}) }).where(eq(submissions.id, id));
  return id;
}

async function due(fromNow: number): Promise<void> {
  await api.db.execute(sql`update assignments set due_at = ${minutes(fromNow)} where id = ${course.assignment.id}`);
}

function handIn(headers: Record<string, string> = {}): Promise<Answer> {
  return api.call('POST', '/v1/submissions', { token: course.studentToken, headers, body: { assignment: course.assignment.id, address: '10.0.7.7', login: 'ada' } });
}
const taken = () => api.db.$count(submissions, eq(submissions.address, '10.0.7.7'));
const refused = (words: string) => ({ status: 409, body: { code: 'deadline-passed', dueAt: expect.any(String), detail: expect.stringContaining(words) } });

describe('handing in', () => {
  test.each([['without a deadline', null], ['before the deadline', 5]])('%s is taken', async (_what, fromNow) => {
    if (fromNow !== null) await due(fromNow);
    expect((await handIn()).status).toBe(201);
  });

  test('after the deadline is refused to who had nothing before it', async () => {
    await due(-1);
    const before = await taken();
    expect(await handIn()).toMatchObject(refused('Nothing of yours came in before it'));
    expect(await taken()).toBe(before);
  });

  test('after the deadline is refused while the one before it is being graded, and says what applies', async () => {
    await due(-1);
    const submission = await handedIn('10.0.1.1', -5);
    const answer = await handIn();
    expect(answer).toMatchObject({ ...refused('you may hand in again for 60 minutes'), body: { submission } });
  });

  test('after the deadline is refused where the one before it was graded', async () => {
    await due(-1);
    await handedIn('10.0.1.2', -5, { grade: makeGrade(), at: -1 });
    expect(await handIn()).toMatchObject(refused('was graded'));
  });

  test('is taken within the grace period of one from before that could not be graded', async () => {
    await due(-10);
    await handedIn('10.0.1.3', -15, { grade: unreachable, at: -59 });
    expect((await handIn()).status).toBe(201);
  });

  test('is refused after the grace period, which counts from when the student was told', async () => {
    await due(-100);
    await handedIn('10.0.1.4', -110, { grade: unreachable, at: -61 });
    expect(await handIn()).toMatchObject(refused('you could hand in again until'));
  });

  test('is refused where one that could not be graded came in late itself', async () => {
    await due(-20);
    await handedIn('10.0.1.5', -15, { grade: unreachable, at: -14 });
    expect(await handIn()).toMatchObject(refused('Nothing of yours'));
  });

  test('is judged by the last one from before: where that was graded, an earlier fault is no reason', async () => {
    await due(-10);
    await handedIn('10.0.1.6', -30, { grade: unreachable, at: -9 });
    await handedIn('10.0.1.7', -20, { grade: makeGrade(), at: -8 });
    expect(await handIn()).toMatchObject(refused('was graded'));
  });

  test('in another assignment gives no grace in this one', async () => {
    const other = await insertAssignment(api.db, { courseId: course.course.id, rubricId: course.assignment.rubricId, title: 'Other' }, operator);
    await due(-10);
    const id = await handedIn('10.0.1.8', -15, { grade: unreachable, at: -9 });
    await api.db.update(submissions).set({ assignmentId: other.id }).where(eq(submissions.id, id));
    expect(await handIn()).toMatchObject(refused('Nothing of yours'));
  });

  test('again with the key of an answer from before gets that answer after the deadline, too', async () => {
    await due(5);
    const headers = { 'Idempotency-Key': course.course.id };
    const first = await handIn(headers);
    await due(-5);
    expect((await handIn(headers)).body).toEqual(first.body);
    expect(first.status).toBe(201);
  });
});

test('an instructor changes the settings; a colleague of another course and a student do not', async () => {
  const path = `/v1/assignments/${course.assignment.id}`;
  const body = { dueAt: '2031-01-01T12:00:00.000Z', graceMinutes: 30, policy: 'best', title: 'Exercise 9' };
  expect(await api.call('PATCH', path, { token: course.instructorToken, body })).toMatchObject({ status: 200, body });
  expect(await api.call('PATCH', path, { token: course.instructorToken, body: { dueAt: null } })).toMatchObject({ body: { ...body, dueAt: null } });
  expect(await api.call('PATCH', path, { token: course.instructorToken, body: { rubric: course.course.id } })).toMatchObject({ status: 422, body: { errors: [{ field: 'rubric' }] } });
  expect((await api.call('PATCH', path, { token: course.studentToken, body })).status).toBe(403);
  expect((await api.call('PATCH', path, { token: (await api.course()).instructorToken, body })).status).toBe(404);
  const made = await api.call('POST', `/v1/courses/${course.course.id}/assignments`, { token: course.instructorToken, body: { ...body, rubric: course.assignment.rubricId } });
  expect(made).toMatchObject({ status: 201, body: { ...body, rubricId: course.assignment.rubricId } });
});
