import { afterEach, describe, expect, inject, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { cancelRegrade, confirmRegrade, insertRegrade, pauseRegrade } from '#db/queries/regrades.ts';
import { regrades } from '#db/schema/regrades.ts';
import { submissions } from '#db/schema/submissions.ts';
import { newId } from '#db/id.ts';
import { makeCourse, makeGrade, submit, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import type { QueueBackend } from '#workers/queues/backend.ts';
import { RetryLater } from '#workers/queues/errors.ts';
import { openQueues, type Queues } from '#workers/queues/open-queues.ts';
import { startWorker } from '#workers/queues/start-worker.ts';
import { idleFor, isBusy } from './until-idle.ts';

const database = useDatabase();
const redisUrl = inject('redisUrl');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await database.db.delete(regrades);
  await database.db.delete(submissions);
});

function open(at: QueueBackend): Queues {
  const queues = openQueues({ backend: at });
  closing.push(() => queues.close());
  return queues;
}

const kinds: QueueBackend['kind'][] = redisUrl === null ? ['postgres'] : ['postgres', 'redis'];

describe.each(kinds)('a worker on %s has something to do', (kind) => {
  const backend = (): QueueBackend => (kind === 'postgres' ? { kind, url: database.url, schema: `idle_${newId().replaceAll('-', '')}` } : { kind, url: redisUrl ?? '', prefix: newId() });
  test('while a job waits, and while it waits for its time, and no longer', async () => {
    const at = backend();
    const queues = open(at);
    expect(await isBusy(database.db, queues)).toBe(false);
    await queues.enqueueGrading(newId());
    expect(await isBusy(database.db, queues)).toBe(true);
    const postponed = Promise.withResolvers<void>();
    const first = startWorker('grading', () => (postponed.resolve(), Promise.reject(new RetryLater(3_600_000))), { backend: at });
    await postponed.promise;
    await first.close();
    expect((await queues.depth()).grading).toMatchObject({ delayed: 1, waiting: 0, active: 0 });
    expect(await isBusy(database.db, queues)).toBe(true);
  });

  test('while a submission has no grade, though its job was lost', async () => {
    const { db } = database;
    const queues = open(backend());
    const id = await submit(db, await makeCourse(db));
    expect(await isBusy(db, queues)).toBe(true);
    await storeGrade(db, { ...((await startRun(db, id)) as StartedRun), grade: makeGrade() });
    expect(await isBusy(db, queues)).toBe(false);
  });

  test('while a regrade is previewed or runs, not while it waits for somebody', async () => {
    const { db } = database;
    const queues = open(backend());
    const course = await makeCourse(db);
    const made = await insertRegrade(db, wantedOf(course));
    const step = { id: made.id, userId: course.instructor.id };
    expect(await isBusy(db, queues)).toBe(true);
    await db.update(regrades).set({ previewedAt: sql`now()` });
    expect(await isBusy(db, queues)).toBe(false);
    await confirmRegrade(db, { ...step, holds: 'worse', adoptRubric: false });
    expect(await isBusy(db, queues)).toBe(true);
    await pauseRegrade(db, step);
    expect(await isBusy(db, queues)).toBe(false);
    await cancelRegrade(db, step);
    expect(await isBusy(db, queues)).toBe(false);
  });
});

function wantedOf({ assignment, instructor }: TestCourse) {
  return { assignmentId: assignment.id, kind: 'rescore', rubricId: assignment.rubricId, filter: {}, reason: 'x', userId: instructor.id } as const;
}

test('idle time begins anew after whatever was to do, and a fault is no idleness', async () => {
  const never = new AbortController().signal;
  const answers = [() => false, () => true, () => Promise.reject(new Error('no database')), () => false];
  let asked = 0;
  const ask = () => Promise.resolve((answers[asked++] ?? (() => false))());
  expect(await idleFor(5, ask, never)).toBe(true);
  // The last answer that was no idleness is the third; one more begins the time and another one ends it.
  expect(asked).toBeGreaterThanOrEqual(4);
  expect(await idleFor(60_000, ask, AbortSignal.abort())).toBe(false);
});
