import { describe, expect, test } from 'vitest';
import { makeCourse, makeGrade, submit } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { storeGrade } from './grades.ts';
import { startRun, type StartedRun } from './grading-runs.ts';
import { insertSubmission, selectOptionalSubmission, selectSubmissions, selectNeglectedSubmissions } from './submissions.ts';

const database = useDatabase();
const staff = { userId: '00000000-0000-7000-8000-000000000000', isStaff: true, courseId: null };

describe('one machine of a course', () => {
  test('has one running submission at a time, however many are handed in at once', async () => {
    const { course, assignment, student } = await makeCourse(database.db);
    const wanted = {
      courseId: course.id,
      assignmentId: assignment.id,
      studentId: student.id,
      address: '10.0.0.9',
      port: 22,
      login: 'ada',
      deliverables: null,
      uploadId: null,
    };
    const results = await Promise.all(Array.from({ length: 10 }, () => insertSubmission(database.db, wanted)));
    const inserted = results.filter((result) => result.inserted);
    expect(inserted).toHaveLength(1);
    const named = results.flatMap((result) => (result.inserted ? [] : [result.activeId]));
    expect(new Set(named)).toEqual(new Set([inserted[0]?.id]));
  });

  test('takes the next submission when the one before has its grade; other ports and courses are other machines', async () => {
    const made = await makeCourse(database.db);
    const first = await submit(database.db, made);
    await submit(database.db, made, { port: 2222 });
    await submit(database.db, await makeCourse(database.db));
    await expect(submit(database.db, made)).rejects.toThrow(first);
    const run = (await startRun(database.db, first)) as StartedRun;
    await storeGrade(database.db, { ...run, grade: makeGrade() });
    await submit(database.db, made);
  });
});

test('a status follows from what has happened', async () => {
  const id = await submit(database.db, await makeCourse(database.db));
  const status = async () => (await selectOptionalSubmission(database.db, id))?.status;
  expect(await status()).toBe('queued');
  const run = (await startRun(database.db, id)) as StartedRun;
  expect(await status()).toBe('running');
  await storeGrade(database.db, { ...run, grade: makeGrade() });
  expect(await status()).toBe('graded');
});

test('a page begins where the one before ended, and filters hold', async () => {
  const made = await makeCourse(database.db);
  const ids: string[] = [];
  for (let port = 1; port <= 5; port++) ids.unshift(await submit(database.db, made, { port }));
  const viewer = { userId: made.student.id, isStaff: false, courseId: null };
  const first = await selectSubmissions(database.db, { viewer, limit: 2 });
  const second = await selectSubmissions(database.db, { viewer, limit: 10, before: first[1]?.id });
  expect([...first, ...second].map((row) => row.id)).toEqual(ids);
  await startRun(database.db, ids[0] as string);
  const running = await selectSubmissions(database.db, { viewer, status: 'running', limit: 10 });
  expect(running.map((row) => row.id)).toEqual([ids[0]]);
  const assignmentId = made.assignment.id;
  expect(await selectSubmissions(database.db, { viewer: staff, assignmentId, limit: 10 })).toHaveLength(5);
});

test('students see their own, instructors those of their courses, and a token for one course shows that one', async () => {
  const one = await makeCourse(database.db);
  const two = await makeCourse(database.db);
  const own = await submit(database.db, one);
  await submit(database.db, one, { studentId: one.instructor.id, port: 23 });
  await submit(database.db, two);
  const seenBy = async (userId: string, courseId: string | null = null) =>
    (await selectSubmissions(database.db, { viewer: { userId, isStaff: false, courseId }, limit: 50 })).map((row) => row.id);
  expect(await seenBy(one.student.id)).toEqual([own]);
  expect(await seenBy(one.instructor.id)).toHaveLength(2);
  expect(await seenBy(one.student.id, two.course.id)).toEqual([]);
});

test('a submission that nobody works on is found, one with a fresh run is not', async () => {
  const made = await makeCourse(database.db);
  const lost = await submit(database.db, made, { port: 1 });
  const inWork = await submit(database.db, made, { port: 2 });
  await startRun(database.db, inWork);
  expect(await selectNeglectedSubmissions(database.db, 3600)).not.toContain(lost);
  const unsettled = await selectNeglectedSubmissions(database.db, 0);
  expect(unsettled).toContain(lost);
});
