import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { makeCourse, submit } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { countVanishedRuns, failRun, startRun, type StartedRun, startVisit } from './grading-runs.ts';
import { postponeSubmission } from './submissions.ts';

const database = useDatabase();
const visit = { host: '10.0.0.2:22', subnet: '10.0.0.0/24', connects: true };

test('a postponed submission is not visited before its time by the database’s clock, though a worker’s says otherwise', async () => {
  const { db } = database;
  const id = await submit(db, await makeCourse(db));
  await postponeSubmission(db, id, 30_000);
  const early = await startVisit(db, id, visit);
  expect(early).toMatchObject({ kind: 'later', why: 'not-due' });
  expect(early.kind === 'later' && early.retryAfterMs).toBeGreaterThan(1000);
  await db.execute(sql`update submissions set not_before = now() where id = ${id}`);
  expect(await startVisit(db, id, visit)).toMatchObject({ kind: 'started', run: { fencingToken: 1 } });
});

test('runs whose worker died are counted apart from those that ended and from the newest', async () => {
  const { db } = database;
  const id = await submit(db, await makeCourse(db), { address: '10.0.0.3' });
  const first = (await startRun(db, id)) as StartedRun;
  await failRun(db, first.runId, { code: 'outage', message: 'away' });
  await startRun(db, id);
  await startRun(db, id);
  expect(await countVanishedRuns(db, id)).toBe(1);
});
