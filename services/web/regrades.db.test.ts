import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { storeRecollected } from '#db/queries/recollect-items.ts';
import { startNextVisit } from '#db/queries/recollect-visits.ts';
import { confirmRegrade, finishRegrade, insertRegrade, selectOptionalRegrade, selectRegrades } from '#db/queries/regrades.ts';
import { insertUser } from '#db/queries/users.ts';
import { oneCheckRubric } from '#db/testing/graded-course.ts';
import stock from '#rubric/checks/ssh/recorded/stock.json' with { type: 'json' };
import { bundleSchema } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { digestsOf } from '#rubric/item-digest.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { requeueRegrades } from '#workers/queues/requeue.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { startRegradingWorker } from '#workers/regrading/regrading-worker.ts';
import { gradedCourse, type GradedCourse, onlyCheck } from '../api/testing/graded-course.ts';
import { type Reader, useWeb } from './testing/harness.ts';

const web = useWeb();
let worker: QueueWorker;
let course: GradedCourse;
let instructor: Reader;

beforeAll(() => {
  const log = { info: () => {}, error: (details: object, message: string) => console.error(message, details) };
  const dependencies = { db: web.db, sealer: web.sealer, username: 'netgrader', retryDelaysMs: [], politeness: { total: 4, perSubnet: 4 } };
  worker = startRegradingWorker(dependencies, { backend: { kind: 'postgres', url: web.url }, log });
});
afterAll(() => worker.close());
beforeEach(async () => {
  course = await gradedCourse(web, 4);
  instructor = await web.reader(course.instructor.id);
});

const list = () => `/assignments/${course.assignment.id}/regrades`;
const wanted = () => ({ kind: 'rescore', rubric: course.better, reason: 'Root login is worth 3' });
const earned = () => Promise.all(course.submissions.map(async (id) => (await selectOptionalCurrentGrade(web.db, id))?.earned));
const idOf = (path: string) => path.split('/')[2] ?? '';

async function reaches(path: string, state: string): Promise<void> {
  const look = async () => {
    // As the sweeper does: a job that ends at this moment takes no second one.
    await requeueRegrades(web.db, web.queues, 1);
    return (await selectOptionalRegrade(web.db, idOf(path)))?.state;
  };
  await expect.poll(look, { timeout: 20_000, interval: 50 }).toBe(state);
}

/** A regrade whose preview is complete. */
async function ready(fields: Record<string, string | string[]> = {}): Promise<string> {
  const { status, location } = await instructor.post(list(), { ...wanted(), ...fields });
  expect(status).toBe(303);
  await reaches(location ?? '', 'ready');
  return location ?? '';
}

async function finished(): Promise<string> {
  const path = await ready();
  await instructor.post(`${path}/confirm`);
  await reaches(path, 'finished');
  return path;
}

test('prepared, previewed, confirmed and undone by forms alone; before the confirmation no grade changes', async () => {
  expect((await instructor.get(list())).text).toContain('None yet.');
  const path = await ready();
  const preview = (await instructor.get(path)).text;
  expect(preview).toMatch(/<strong>2<\/strong> <span class="words">gain points/);
  expect(preview).toContain('Student 1');
  expect(await earned()).toEqual([0, 200, 0, 200]);
  await instructor.post(`${path}/confirm`, { adopt: 'on' });
  await reaches(path, 'finished');
  expect(await earned()).toEqual([0, 300, 0, 300]);
  const after = (await instructor.get(path)).text;
  expect(after).toContain('4 grades will be the ones from before again');
  expect(after).toContain('The assignment will have its rubric from before again');
  expect((await instructor.post(`${path}/undo`, { reason: '' })).status).toBe(303);
  expect((await instructor.get(path)).text).toContain('Say in a line why.');
  expect(await earned()).toEqual([0, 300, 0, 300]);
  await instructor.post(`${path}/undo`, { reason: 'It was worth 2' });
  expect(await earned()).toEqual([0, 200, 0, 200]);
  expect((await instructor.get(path)).text).toContain('every grade is the one from before');
});

test('before it is undone, a regrade says which grades will stay since they changed again', async () => {
  const path = await finished();
  await setOverride(web.db, { submissionId: course.submissions[1] ?? '', checkId: onlyCheck, earned: 100, reason: 'By hand', userId: course.instructor.id });
  const { text } = await instructor.get(path);
  expect(text).toContain('3 grades will be the ones from before again');
  expect(text).toMatch(/1 grade will stay, since it was changed again after the regrade: <a [^>]*>Student 1<\/a>/);
  await instructor.post(`${path}/undo`, { reason: 'Back' });
  expect(await earned()).toEqual([0, 100, 0, 200]);
  expect((await instructor.get(path)).text).toContain('but for 1 grade that changed again since');
});

describe('a form that is wrong is shown again with what was typed and a sentence, and prepares nothing', () => {
  test.each([
    ['no reason', { reason: '' }, 'Say in a line why.'],
    ['a kind that there is not', { kind: 'guess' }, 'Choose what shall be done.'],
    ['points that are no number', { leastPoints: 'many' }, 'Must be a number, such as 12.5.'],
    ['fewest above most', { leastPoints: '2', mostPoints: '1' }, 'Must not be less than the fewest points.'],
    ['a filter that nobody is like', { leastPoints: '2.5' }, 'No graded submission is like that.'],
  ])('%s', async (_what, fields, words) => {
    const answer = await instructor.post(list(), { ...wanted(), students: (await studentIds()).slice(0, 1), check: onlyCheck, ...fields });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toMatch(new RegExp(`value="${(await studentIds())[0]}" selected`));
    expect(answer.text).toMatch(new RegExp(`value="${onlyCheck}" selected`));
    expect((await selectRegrades(web.db, course.assignment.id)).filter(({ state }) => state !== 'cancelled')).toEqual([]);
  });
});

const studentIds = async () => {
  const { text } = await instructor.get(list());
  return [...text.matchAll(/<option value="([0-9a-f-]{36})">Student \d/g)].map((match) => match[1] ?? '');
};

describe('a filter takes', () => {
  test.each([
    ['all', {}, 4],
    ['an outcome of a check', { check: onlyCheck, outcome: 'passed' }, 2],
    ['points from and to', { leastPoints: '1', mostPoints: '2' }, 2],
    ['another rubric', { staleRubric: 'on' }, 4],
  ])('%s', async (_what, fields, count) => {
    const path = await ready(fields);
    expect((await selectOptionalRegrade(web.db, idOf(path)))?.counts.pending).toBe(count);
  });

  test('chosen students', async () => {
    const path = await ready({ students: (await studentIds()).slice(0, 2) });
    expect((await instructor.get(path)).text).toContain('Only: of 2 students');
    expect((await selectOptionalRegrade(web.db, idOf(path)))?.counts.pending).toBe(2);
  });
});

test('submissions are filtered by who gains, who loses and by state', async () => {
  const path = await ready();
  const shown = async (query: string) => [...(await instructor.get(`${path}${query}`)).text.matchAll(/class="name"><a [^>]*>(Student \d)/g)].map((match) => match[1]);
  expect(await shown('')).toEqual(['Student 0', 'Student 1', 'Student 2', 'Student 3']);
  expect(await shown('?change=up')).toEqual(['Student 1', 'Student 3']);
  expect(await shown('?change=down')).toEqual([]);
  expect(await shown('?state=failed')).toEqual([]);
  expect(await shown(`?after=${course.submissions[1]}`)).toEqual(['Student 2', 'Student 3']);
  expect(await shown('?state=nonsense&after=nonsense')).toEqual(['Student 0', 'Student 1', 'Student 2', 'Student 3']);
});

test('a step that the state does not allow changes nothing and says how it stands', async () => {
  const path = await finished();
  await instructor.post(`${path}/confirm`);
  expect((await instructor.get(path)).text).toContain('Nothing was done: the regrade is finished now.');
  await instructor.post(`${path}/accept`, { which: 'chosen', reason: 'x' });
  expect((await instructor.get(path)).text).toContain('Choose at least one grade, or accept all.');
});

test('paused and resumed, cancelled: the page offers each where the state allows it', async () => {
  const { id } = await insertRegrade(web.db, { assignmentId: course.assignment.id, kind: 'recollect', rubricId: course.better, filter: {}, reason: 'Again', userId: course.instructor.id });
  const path = `/regrades/${id}`;
  const { text } = await instructor.get(path);
  expect(text).toContain('Hold every grade that the visits give');
  expect(text).toContain('4 machines would be visited again');
  await instructor.post(`${path}/cancel`);
  expect(await selectOptionalRegrade(web.db, id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 4 } });
  expect((await instructor.get(path)).text).toContain('Cancelled before any grade changed.');
});

/** A recollect of two complete hosts that found stock ones, without a worker: both new grades are held. */
async function held(): Promise<string> {
  const submissions = [course.submissions[1] ?? '', course.submissions[3] ?? ''];
  const { id } = await insertRegrade(web.db, { assignmentId: course.assignment.id, kind: 'recollect', rubricId: course.assignment.rubricId, filter: { submissions }, reason: 'Again', userId: course.instructor.id });
  await confirmRegrade(web.db, { id, userId: course.instructor.id, holds: 'all', adoptRubric: false });
  const rubric = parseRubric(oneCheckRubric('1.0.0', 2));
  for (const _ of submissions) {
    const next = await startNextVisit(web.db, id, { total: 4, perSubnet: 4 });
    if (next.kind !== 'visit') throw new Error(`No visit now: ${JSON.stringify(next)}`);
    await storeRecollected(web.db, next.visit, score(bundleSchema.parse(stock), rubric), digestsOf(rubric));
  }
  await finishRegrade(web.db, id);
  return `/regrades/${id}`;
}

test('held grades are accepted, the chosen ones or all', async () => {
  const path = await held();
  const { text } = await instructor.get(`${path}?state=held`);
  expect(text).toContain('Accept the grade of Student 1');
  expect(await earned()).toEqual([0, 200, 0, 200]);
  await instructor.post(`${path}/accept`, { which: 'chosen', submissions: course.submissions[1] ?? '', reason: 'Looked at it' });
  expect(await earned()).toEqual([0, 0, 0, 200]);
  await instructor.post(`${path}/accept`, { which: 'all', reason: 'And the rest' });
  expect(await earned()).toEqual([0, 0, 0, 0]);
  expect((await instructor.get(path)).text).toContain('1 grade accepted.');
});

test('progress comes as HTML, and the end is told, so that no browser connects again', async () => {
  const path = await finished();
  const { headers, text } = await instructor.get(`${path}/events?state=running`);
  expect(headers.get('Content-Type')).toContain('text/event-stream');
  expect(text).toContain('data: <progress id="progress" max="4" value="4">');
  expect(text).toContain('event: over');
});

test('nobody but the course’s instructors sees or moves a regrade', async () => {
  const path = await ready();
  const student = await web.reader(course.student.id);
  const stranger = await web.reader((await insertUser(web.db, { name: 'Eve' })).id);
  const elsewhere = await web.reader((await gradedCourse(web, 1)).instructor.id);
  for (const each of [list(), path, `${path}/events`]) {
    expect([each, (await student.get(each)).status, (await stranger.get(each)).status, (await elsewhere.get(each)).status]).toEqual([each, 403, 404, 404]);
  }
  for (const each of [list(), ...['confirm', 'pause', 'resume', 'cancel', 'retry', 'accept', 'undo'].map((verb) => `${path}/${verb}`)]) {
    expect([each, (await student.post(each)).status, (await stranger.post(each)).status, (await elsewhere.post(each)).status]).toEqual([each, 403, 404, 404]);
  }
  expect(await selectOptionalRegrade(web.db, idOf(path))).toMatchObject({ state: 'ready' });
});

test('reasons that are markup stay text', async () => {
  const path = await ready({ reason: '<script>alert(1)</script>' });
  for (const each of [path, list()]) {
    const { text } = await instructor.get(each);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert');
  }
});
