import { eq, type SQL, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Grade } from '#rubric/grade.ts';
import type { Database } from '../database.ts';
import { submissions } from '../schema/submissions.ts';
import { makeGrade, makeCourse, operator, submit, type TestCourse } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { type Allowance, selectAllowance } from './allowance.ts';
import { type AssignmentSettings, updateAssignment } from './assignments.ts';
import { removeExtension, selectExtensions, setExtension } from './extensions.ts';
import { storeGrade } from './grades.ts';
import { startRun, type StartedRun } from './grading-runs.ts';

const database = useDatabase();
let course: TestCourse;
let octet = 0;
beforeEach(async () => void (course = await makeCourse(database.db)));

const unreachable: Grade = { status: 'not_gradable', rubric: { id: 'empty', version: '1.0.0+0' }, reason: { code: 'unreachable', message: 'It does not answer.' }, possible: 200 };
const provisional: Grade = { ...makeGrade(), status: 'provisional', judged: 150 };

// Moments are SQL, relative to the one transaction of the test, whose now() stands still: edges are exact.
const ago = (interval: string): SQL => sql`now() - ${interval}::interval`;
const ahead = (interval: string): SQL => sql`now() + ${interval}::interval`;

interface Handed {
  at: SQL;
  grade?: Grade;
  settledAt?: SQL;
}

async function ask(given: { due?: SQL; extension?: SQL; rules?: Partial<AssignmentSettings>; handedIn?: Handed[] }): Promise<Allowance> {
  const of = { assignmentId: course.assignment.id, studentId: course.student.id };
  return database.db.transaction(async (tx) => {
    if (given.rules) await updateAssignment(tx, of.assignmentId, given.rules, operator);
    if (given.due) await tx.execute(sql`update assignments set due_at = ${given.due} where id = ${of.assignmentId}`);
    if (given.extension) await tx.execute(sql`insert into extensions values (${of.assignmentId}, ${of.studentId}, ${given.extension}, 'Ill', ${course.instructor.id})`);
    for (const each of given.handedIn ?? []) await handIn(tx, each);
    return selectAllowance(tx, of);
  });
}

async function handIn(tx: Database, { at, grade, settledAt = at }: Handed): Promise<void> {
  const id = await submit(tx, course, { address: `10.2.0.${++octet}` });
  if (grade) await storeGrade(tx, { ...((await startRun(tx, id)) as StartedRun), grade });
  await tx.update(submissions).set({ createdAt: sql`${at}`, ...(grade ? { settledAt: sql`${settledAt}` } : {}) }).where(eq(submissions.id, id));
}

describe('the deadline', () => {
  test.each<[string, Parameters<typeof ask>[0], Allowance['state']]>([
    ['none', {}, 'open'],
    ['to the instant', { due: sql`now()` }, 'open'],
    ['an instant after', { due: ago('1 microsecond') }, 'closed'],
    ['a second before the end of lateness', { due: ago('59 minutes 59 seconds'), rules: { lateMinutes: 60 } }, 'late'],
    ['the end of lateness, to the instant', { due: ago('60 minutes'), rules: { lateMinutes: 60 } }, 'late'],
    ['a second after lateness', { due: ago('60 minutes 1 second'), rules: { lateMinutes: 60 } }, 'closed'],
    ['extended, to the instant', { due: ago('1 day'), extension: sql`now()` }, 'open'],
    ['extended, an instant after', { due: ago('1 day'), extension: ago('1 microsecond') }, 'closed'],
    ['extended, late after the own deadline', { due: ago('1 day'), extension: ago('1 minute'), rules: { lateMinutes: 1 } }, 'late'],
    ['extended, then put off for all beyond it', { due: ahead('1 hour'), extension: ago('1 hour') }, 'open'],
    ['extended, then taken away for all', { extension: ago('1 hour') }, 'open'],
  ])('%s', async (_what, given, state) => {
    expect((await ask(given)).state).toBe(state);
  });

  test('is told with the extension and the time after it', async () => {
    const told = await ask({ due: ago('1 day'), extension: ahead('1 hour'), rules: { lateMinutes: 30, latePercentPerDay: 10, attempts: 3 } });
    expect(told).toMatchObject({ isExtended: true, latePercentPerDay: 10, attempts: { used: 0, limit: 3 }, nextAt: null });
    expect((told.lateUntil?.getTime() ?? 0) - (told.dueAt?.getTime() ?? 0)).toBe(30 * 60_000);
    await removeExtension(database.db, { assignmentId: course.assignment.id, studentId: course.student.id }, operator);
    expect(await ask({ rules: { lateMinutes: 0 } })).toMatchObject({ isExtended: false, lateUntil: null, state: 'closed' });
  });
});

describe('attempts', () => {
  const rules = { attempts: 2 };
  test('are used by what is being graded and what was graded wholly', async () => {
    expect(await ask({ rules, handedIn: [{ at: ago('2 hours'), grade: makeGrade() }] })).toMatchObject({ state: 'open', attempts: { used: 1, limit: 2 } });
    expect(await ask({ handedIn: [{ at: ago('1 hour') }] })).toMatchObject({ state: 'used-up', attempts: { used: 2, limit: 2 } });
  });

  test('are not used by what could not be graded, or not wholly', async () => {
    const handedIn = [unreachable, provisional, unreachable].map((grade, n) => ({ at: ago(`${n} hours`), grade }));
    expect(await ask({ rules, handedIn })).toMatchObject({ state: 'open', attempts: { used: 0 } });
  });
});

describe('the cool-down', () => {
  test('of no minutes never holds, not even for who waited for the turn and had begun before the one that went first', async () => {
    expect((await ask({ handedIn: [{ at: ahead('1 second'), grade: makeGrade() }] })).state).toBe('open');
  });

  const rules = { coolDownMinutes: 10 };
  test.each<[string, string, Allowance['state']]>([
    ['holds for a second more', '9 minutes 59 seconds', 'cool-down'],
    ['is over to the instant', '10 minutes', 'open'],
  ])('%s', async (_what, since, state) => {
    const told = await ask({ rules, handedIn: [{ at: ago(since), grade: makeGrade() }] });
    expect({ state: told.state, isTold: told.nextAt !== null }).toEqual({ state, isTold: state === 'cool-down' });
  });

  test('counts from the last that used an attempt: one that could not be graded may be repeated at once', async () => {
    expect((await ask({ rules, handedIn: [{ at: ago('1 hour'), grade: makeGrade() }, { at: ago('1 minute'), grade: unreachable }] })).state).toBe('open');
  });

  test('is not told of where attempts are used up', async () => {
    expect((await ask({ rules: { ...rules, attempts: 1 }, handedIn: [{ at: ago('1 minute'), grade: makeGrade() }] })).state).toBe('used-up');
  });
});

describe('grace', () => {
  const rules = { graceMinutes: 60, attempts: 1, coolDownMinutes: 600 };
  const failed: Handed = { at: ago('3 hours'), grade: unreachable, settledAt: ago('60 minutes') };
  test.each<[string, Parameters<typeof ask>[0], Allowance['state']]>([
    ['to the instant', { due: ago('2 hours'), rules, handedIn: [failed] }, 'grace'],
    ['an instant after', { due: ago('2 hours'), rules, handedIn: [{ ...failed, settledAt: ago('60 minutes 1 microsecond') }] }, 'closed'],
    ['is refused neither by attempts nor by the cool-down', { due: ago('2 hours'), rules, handedIn: [{ at: ago('4 hours'), grade: makeGrade() }, failed] }, 'grace'],
    ['goes before lateness, which would cost points', { due: ago('2 hours'), rules: { ...rules, lateMinutes: 600 }, handedIn: [failed] }, 'grace'],
    ['over, with lateness still on', { due: ago('2 hours'), rules: { ...rules, graceMinutes: 59, lateMinutes: 600 }, handedIn: [failed] }, 'late'],
    ['of one in time by the extension only', { due: ago('2 days'), extension: ago('2 hours'), rules, handedIn: [failed] }, 'grace'],
    ['not of one that was late itself', { due: ago('4 hours'), rules, handedIn: [failed] }, 'closed'],
    ['not before the own deadline, where attempts hold', { due: ago('2 days'), extension: ahead('1 hour'), rules, handedIn: [failed, { at: ago('2 hours'), grade: makeGrade() }] }, 'used-up'],
  ])('%s', async (_what, given, state) => {
    expect((await ask(given)).state).toBe(state);
  });
});

test('another student, another assignment: an extension is theirs alone', async () => {
  const other = await makeCourse(database.db);
  await setExtension(database.db, { assignmentId: course.assignment.id, studentId: course.student.id, dueAt: new Date('2040-01-01'), reason: 'Ill' }, { userId: course.instructor.id });
  await database.db.execute(sql`update assignments set due_at = now() - interval '1 day'`);
  const state = async (assignmentId: string, studentId: string) => (await selectAllowance(database.db, { assignmentId, studentId })).state;
  expect(await state(course.assignment.id, course.student.id)).toBe('open');
  expect(await state(course.assignment.id, other.student.id)).toBe('closed');
  expect(await state(other.assignment.id, course.student.id)).toBe('closed');
  expect(await selectExtensions(database.db, course.assignment.id)).toMatchObject([{ student: 'Ada', givenBy: 'Grace', reason: 'Ill' }]);
});
