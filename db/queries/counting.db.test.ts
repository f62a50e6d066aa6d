import { eq, type SQL, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Grade } from '#rubric/grade.ts';
import { submissions } from '../schema/submissions.ts';
import { makeCourse, makeGrade, operator, submit, type TestCourse } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { updateAssignment } from './assignments.ts';
import { setExtension } from './extensions.ts';
import { storeGrade } from './grades.ts';
import { startRun, type StartedRun } from './grading-runs.ts';
import { type CountingSubmission, selectStandings } from './standings.ts';

const database = useDatabase();
let course: TestCourse;
let octet = 0;
const due = new Date('2030-03-30T12:00:00Z');
const second = 1000;
const day = 86_400 * second;
const unreachable: Grade = { status: 'not_gradable', rubric: { id: 'empty', version: '1.0.0+0' }, reason: { code: 'unreachable', message: 'It does not answer.' }, possible: 200 };

beforeEach(async () => {
  course = await makeCourse(database.db);
  await updateAssignment(database.db, course.assignment.id, { dueAt: due, graceMinutes: 60, lateMinutes: 60 * 24 * 30, latePercentPerDay: 10 }, operator);
});

const at = (milliseconds: number): SQL => sql`${due}::timestamptz + make_interval(secs => ${milliseconds / 1000})`;

/** Handed in so many milliseconds after the deadline. */
async function handedIn(afterDue: number, earned: number | null, settledAfterDue = afterDue): Promise<string> {
  const id = await submit(database.db, course, { address: `10.3.0.${++octet}` });
  await storeGrade(database.db, { ...((await startRun(database.db, id)) as StartedRun), grade: earned === null ? unreachable : { ...makeGrade(), earned } });
  await database.db.update(submissions).set({ createdAt: at(afterDue), settledAt: at(settledAfterDue) }).where(eq(submissions.id, id));
  return id;
}
const counts = async (): Promise<CountingSubmission | null> => (await selectStandings(database.db, course.assignment.id))[0]?.counts ?? null;

describe('what counts of a grade', () => {
  test.each<[string, number, number, { days: number; deducted: number } | null]>([
    ['in time, to the instant: all', 0, 150, null],
    ['an instant late: a day', 0.001, 150, { days: 1, deducted: 15 }],
    ['a second late: a day', second, 150, { days: 1, deducted: 15 }],
    ['a day late, to the second: a day', day, 150, { days: 1, deducted: 15 }],
    ['a day and a second late: two days', day + second, 150, { days: 2, deducted: 30 }],
    ['eleven days late: all that was earned, and no more', 11 * day, 150, { days: 11, deducted: 150 }],
    ["rounded in the student's favour", second, 199, { days: 1, deducted: 19 }],
    ['of nothing, nothing', second, 0, { days: 1, deducted: 0 }],
    ['of so many points and days that they would not fit an integer', 29 * day, 2_000_000_000, { days: 29, deducted: 2_000_000_000 }],
  ])('%s', async (_what, afterDue, earned, late) => {
    await handedIn(afterDue, earned);
    expect(await counts()).toMatchObject({ earned, counted: earned - (late?.deducted ?? 0), late });
  });

  test("is reckoned from the student's own deadline", async () => {
    await setExtension(database.db, { assignmentId: course.assignment.id, studentId: course.student.id, dueAt: new Date(due.getTime() + day), reason: 'Ill' }, { userId: course.instructor.id });
    await handedIn(day + second, 100);
    expect(await counts()).toMatchObject({ counted: 90, late: { days: 1, deducted: 10 } });
    await handedIn(day, 100);
    await updateAssignment(database.db, course.assignment.id, { policy: 'best' }, operator);
    expect(await counts()).toMatchObject({ counted: 100, late: null });
  });

  test('loses nothing in the time given to one who could not be graded, and what comes after that is late', async () => {
    await handedIn(-second, null, second);
    await handedIn(second + 3_600_000, 100);
    expect(await counts()).toMatchObject({ counted: 100, late: null });
    await handedIn(second + 3_600_001, 100);
    expect(await counts()).toMatchObject({ counted: 90, late: { days: 1 } });
  });

  test('loses nothing where no lateness was allowed: the deadline was moved afterwards', async () => {
    await updateAssignment(database.db, course.assignment.id, { lateMinutes: 0 }, operator);
    await handedIn(day, 100);
    expect(await counts()).toMatchObject({ counted: 100, late: { days: 1, deducted: 0 } });
  });

  test('of one that could not be graded is nothing, which means nothing', async () => {
    await handedIn(second, null);
    expect(await counts()).toMatchObject({ status: 'not_gradable', counted: 0, late: { days: 1, deducted: 0 } });
  });
});

test('best compares after the deduction; latest does not compare', async () => {
  const early = await handedIn(-second, 140);
  const late = await handedIn(second, 150);
  expect((await counts())?.submissionId).toBe(late);
  await updateAssignment(database.db, course.assignment.id, { policy: 'best' }, operator);
  expect((await counts())?.submissionId).toBe(early);
  await updateAssignment(database.db, course.assignment.id, { latePercentPerDay: 5 }, operator);
  expect((await counts())?.submissionId).toBe(late);
});
