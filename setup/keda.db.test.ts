import { eq, sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { expect, inject, test } from 'vitest';
import { startRun } from '#db/queries/grading-runs.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { insertRegrade } from '#db/queries/regrades.ts';
import { newId } from '#db/id.ts';
import { regrades } from '#db/schema/regrades.ts';
import { rubricDrafts } from '#db/schema/rubric-drafts.ts';
import { submissions } from '#db/schema/submissions.ts';
import { vmChecks } from '#db/schema/vm-checks.ts';
import { makeCourse, makeGrade, submit } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { manifest } from './testing/manifests.ts';

const database = useDatabase();
const redisUrl = inject('redisUrl');
const triggers = manifest('ScaledJob').spec.triggers ?? [];

test('the query that workers are started by counts what is due, and nothing else', async () => {
  const { db } = database;
  const query = triggers.find(({ type }) => type === 'postgresql')?.metadata['query'] ?? '';
  const due = async () => {
    const { rows } = await db.execute(sql.raw(query));
    return Object.values(rows[0] ?? {}).map(Number);
  };
  expect(await due()).toEqual([0]);
  const course = await makeCourse(db);
  const id = await submit(db, course);
  expect(await due()).toEqual([1]);
  await db.update(submissions).set({ notBefore: sql`now() + interval '1 hour'` }).where(eq(submissions.id, id));
  expect(await due()).toEqual([0]);
  const run = await startRun(db, id);
  expect(await due()).toEqual([1]);
  if (run) await storeGrade(db, { ...run, grade: makeGrade() });
  expect(await due()).toEqual([0]);
  const { id: regrade } = await insertRegrade(db, {
    assignmentId: course.assignment.id, kind: 'rescore', rubricId: course.assignment.rubricId, filter: {}, reason: 'test', userId: course.instructor.id,
  });
  expect(await due()).toEqual([1]);
  await db.update(regrades).set({ previewedAt: sql`now()` }).where(eq(regrades.id, regrade));
  expect(await due()).toEqual([0]);
  const vm = { courseId: course.course.id, studentId: course.student.id, address: '10.0.0.2', port: 22, login: 'ada' };
  const [check] = await db.insert(vmChecks).values(vm).returning();
  expect(await due()).toEqual([1]);
  await db.update(vmChecks).set({ finishedAt: sql`now()` }).where(eq(vmChecks.id, check?.id ?? ''));
  await db.insert(rubricDrafts).values({ assignmentId: course.assignment.id, text: '', createdBy: course.instructor.id });
  expect(await due()).toEqual([1]);
});

test.skipIf(redisUrl === null)('the lists that workers are started by hold the waiting jobs', async () => {
  const queues = openQueues({ backend: { kind: 'redis', url: redisUrl ?? '' } });
  const redis = new Redis(redisUrl ?? '');
  const lists = triggers.filter(({ type }) => type === 'redis').map(({ metadata }) => metadata['listName'] ?? '');
  const lengths = () => Promise.all(lists.map((list) => redis.llen(list)));
  const before = await lengths();
  await queues.enqueueGrading(newId());
  await queues.enqueueRegrade(newId(), 3);
  await queues.enqueueErrand({ kind: 'check-vm', id: newId() });
  expect(await lengths()).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 3, (before[2] ?? 0) + 1]);
  redis.disconnect();
  await queues.close();
});
