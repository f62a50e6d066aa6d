import type { Database } from '#db/database.ts';
import { updateAssignment } from '#db/queries/assignments.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser, type User } from '#db/queries/users.ts';
import { makeCourse, operator, type TestCourse } from '#db/testing/course.ts';
import type { LabHost } from '#lab/host.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { bootInState, readStates } from '#lab/states.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { startErrandWorker } from '#workers/errands/errand-worker.ts';
import { startGradingWorker } from '#workers/grading/grading-worker.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import type { ApiHarness } from '../../api/testing/harness.ts';

export interface LiveStudent {
  user: User;
  host: LabHost;
}

export interface LiveClass extends TestCourse, AsyncDisposable {
  lab: Lab;
  rubricText: string;
  /** By the name of their machine's state. */
  students: Record<string, LiveStudent>;
}

/** A course with the built-in rubric, a student with a live lab host for each state, and all workers on the test's own database. */
export async function openLiveClass(api: ApiHarness, states: Readonly<Record<string, string>>): Promise<LiveClass> {
  const lab = await openLab();
  const rubricText = readTextFile(builtInRubricFile, 'rubric');
  const course = await makeCourse(api.db, rubricText);
  const dueAt = new Date(Date.now() + 3 * 86_400_000);
  dueAt.setUTCHours(21, 59, 0, 0);
  const instructions = 'Set up the GPU node as the handout says, write your lab report, and hand in here **before the deadline**.';
  await updateAssignment(api.db, course.assignment.id, { title: 'Exercise 09: Linux networking', instructions, dueAt, attempts: 5 }, operator);
  const made = await Promise.all(Object.entries(states).map(async ([state, name]) => [state, await makeStudent(api.db, course, lab, state, name)] as const));
  const backend = { kind: 'postgres' as const, url: api.url };
  const log = { info: () => {}, error: (details: object, message: string) => console.error(message, details) };
  const visits = { db: api.db, sealer: api.sealer, retryDelaysMs: [], username: 'netgrader' };
  const workers = [
    startGradingWorker(visits, { backend, log }),
    startRegradingWorker({ ...visits, politeness: { total: 4, perSubnet: 4 } }, { backend, log }),
    startErrandWorker(visits, { backend, log }),
  ];
  return {
    ...course,
    lab,
    rubricText,
    students: Object.fromEntries(made),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await lab.close();
    },
  };
}

async function makeStudent(db: Database, { course }: TestCourse, lab: Lab, stateName: string, name: string): Promise<LiveStudent> {
  const state = readStates().find((candidate) => candidate.name === stateName);
  if (!state) throw new Error(`There is no state called ${stateName} below lab/states`);
  const user = await insertUser(db, { name });
  await upsertMembership(db, { courseId: course.id, userId: user.id, role: 'student' }, operator);
  return { user, host: await bootInState(lab, `web-${stateName}`.slice(0, 30), state) };
}
