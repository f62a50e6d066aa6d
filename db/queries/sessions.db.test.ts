import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { sessions } from '../schema/sessions.ts';
import { signInLinks } from '../schema/sign-in-links.ts';
import { makeCourse, operator } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { beginSession, endSession } from './sessions.ts';
import { createSignInLinks } from './sign-in-links.ts';

const database = useDatabase();
const monthsAgo = sql`now() - interval '31 days'`;

test('sessions that ended a month ago are deleted when their person begins another; all others stay', async () => {
  const { db } = database;
  const { student, instructor } = await makeCourse(db);
  const begin = async (userId: string) => (await beginSession(db, { userId, courseId: null, method: 'link', days: 7 })).id;
  const [expired, ended, fresh, foreign] = [await begin(student.id), await begin(student.id), await begin(student.id), await begin(instructor.id)];
  await endSession(db, ended);
  await endSession(db, fresh);
  for (const id of [expired, foreign]) await db.update(sessions).set({ expiresAt: monthsAgo }).where(eq(sessions.id, id));
  await db.update(sessions).set({ endedAt: monthsAgo }).where(eq(sessions.id, ended));
  const latest = await begin(student.id);
  expect((await db.select({ id: sessions.id }).from(sessions)).map(({ id }) => id).toSorted()).toEqual([fresh, foreign, latest].toSorted());
});

test('links that ended a month ago are deleted when their person gets another; all others stay', async () => {
  const { db } = database;
  const { student, instructor } = await makeCourse(db);
  const make = async (userId: string) => (await createSignInLinks(db, [{ userId, courseId: null }], { days: 7, actor: operator }))[0]?.id ?? '';
  const [used, fresh, foreign] = [await make(student.id), await make(student.id), await make(instructor.id)];
  await db.update(signInLinks).set({ usedAt: monthsAgo }).where(eq(signInLinks.id, used));
  await db.update(signInLinks).set({ expiresAt: monthsAgo }).where(eq(signInLinks.id, foreign));
  const latest = await make(student.id);
  expect((await db.select({ id: signInLinks.id }).from(signInLinks)).map(({ id }) => id).toSorted()).toEqual([fresh, foreign, latest].toSorted());
});
