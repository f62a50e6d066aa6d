import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { updateAssignment } from '#db/queries/assignments.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { selectStandings } from '#db/queries/standings.ts';
import { insertUser } from '#db/queries/users.ts';
import { submissions } from '#db/schema/submissions.ts';
import { makeGrade, operator, submit } from '#db/testing/course.ts';
import type { Grade } from '#rubric/grade.ts';
import { useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
beforeEach(async () => void (course = await api.course()));

const unreachable: Grade = { status: 'not_gradable', rubric: { id: 'empty', version: '1.0.0+0' }, reason: { code: 'unreachable', message: 'It does not answer.' }, possible: 200 };
let lastOctet = 0;

/** A submission so many minutes ago, with a grade of so many hundredths; null: not gradable; undefined: none yet. */
async function handedIn(minutesAgo: number, earned: number | null | undefined, studentId = course.student.id): Promise<string> {
  const id = await submit(api.db, course, { studentId, address: `10.1.0.${++lastOctet}` });
  await api.db.update(submissions).set({ createdAt: sql`now() - make_interval(mins => ${minutesAgo})` }).where(eq(submissions.id, id));
  if (earned === undefined) return id;
  const run = (await startRun(api.db, id)) as StartedRun;
  await storeGrade(api.db, { ...run, grade: earned === null ? unreachable : { ...makeGrade(), earned } });
  return id;
}
const counting = async (policy: 'latest' | 'best') => {
  await updateAssignment(api.db, course.assignment.id, { policy }, operator);
  return (await selectStandings(api.db, course.assignment.id)).find(({ studentId }) => studentId === course.student.id)?.counts?.submissionId;
};

test('latest: the last one handed in that could be graded; best: the one with most points, of equals the last', async () => {
  const good = await handedIn(40, 180);
  const [, last] = [await handedIn(50, 180), await handedIn(30, 100)];
  await handedIn(20, null);
  await handedIn(10, undefined);
  expect([await counting('latest'), await counting('best')]).toEqual([last, good]);
});

test('one that could not be graded counts where none was, and so does a grade of no points before it', async () => {
  await handedIn(40, null);
  const told = await handedIn(30, null);
  expect([await counting('latest'), await counting('best')]).toEqual([told, told]);
  const nothing = await handedIn(50, 0);
  expect([await counting('latest'), await counting('best')]).toEqual([nothing, nothing]);
});

test('instructors read a line a student; not gradable is no zero, and who handed in nothing is named', async () => {
  const idle = await insertUser(api.db, { name: 'Bob' });
  await upsertMembership(api.db, { courseId: course.course.id, userId: idle.id, role: 'student' }, operator);
  const submission = await handedIn(30, null);
  const path = `/v1/assignments/${course.assignment.id}/standings`;
  const answer = await api.call('GET', path, { token: course.instructorToken });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      policy: 'latest',
      standings: [
        { name: 'Ada', counts: { submission, version: 1, status: 'not_gradable', earned: null } },
        { name: 'Bob', counts: null },
      ],
    },
  });
  expect((await api.call('GET', path, { token: course.studentToken })).status).toBe(403);
  expect((await api.call('GET', path, { token: (await api.course()).instructorToken })).status).toBe(404);
});
