import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { selectDrafts } from '#db/queries/rubric-drafts.ts';
import { ensureRubric, selectRubrics } from '#db/queries/rubrics.ts';
import { operator } from '#db/testing/course.ts';
import { oneCheckRubric } from '#db/testing/graded-course.ts';
import { startErrandWorker } from '#workers/errands/errand-worker.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { gradedCourse, type GradedCourse } from '../api/testing/graded-course.ts';
import { type Reader, useWeb } from './testing/harness.ts';

const web = useWeb();
let worker: QueueWorker;
let course: GradedCourse;
let instructor: Reader;
let student: Reader;
let stranger: Reader;

beforeAll(async () => {
  const log = { info: () => {}, error: (details: object, message: string) => console.error(message, details) };
  worker = startErrandWorker({ db: web.db, sealer: web.sealer, username: 'netgrader', retryDelaysMs: [] } as Parameters<typeof startErrandWorker>[0], { backend: { kind: 'postgres', url: web.url }, log });
  course = await gradedCourse(web, 4);
  const other = await web.course();
  instructor = await web.reader(course.instructor.id);
  student = await web.reader(course.student.id);
  stranger = await web.reader(other.student.id);
});
afterAll(() => worker.close());

const base = () => `/assignments/${course.assignment.id}/rubric`;
const upload = (text: string) => instructor.post(`${base()}/upload`, { text });

/** The draft's page once a worker has scored the class. */
async function uploaded(text: string): Promise<string> {
  const { status, location } = await upload(text);
  expect(status).toBe(303);
  await expect.poll(async () => (await instructor.get(location ?? '')).text, { timeout: 20_000, interval: 100 }).toContain('Who is concerned');
  return location ?? '';
}

test('an uploaded rubric is a draft with its impact; published, it is a version, and the assignment’s where that is asked', async () => {
  const text = oneCheckRubric('3.0.0', 3);
  const versions = (await selectRubrics(web.db)).length;
  const draft = await uploaded(text);
  const { text: seen } = await instructor.get(draft);
  expect(seen).toContain('3 points instead of 2 points');
  expect(seen).toMatch(/<strong>2<\/strong> <span class="words">gain points/);
  expect(seen).toContain('Student 1');
  expect((await selectRubrics(web.db)).length).toBe(versions);

  expect((await instructor.post(`${draft}/publish`)).status).toBe(303);
  expect((await selectOptionalAssignment(web.db, course.assignment.id))?.rubricId).toBe(course.assignment.rubricId);
  expect((await selectRubrics(web.db)).length).toBe(versions + 1);
  expect((await instructor.post(`${draft}/publish`, { adopt: 'on' })).status).toBe(303);
  const now = await selectOptionalAssignment(web.db, course.assignment.id);
  expect(now?.rubric.version).toMatch(/^3\.0\.0\+/);
  for (const id of course.submissions) expect(await selectOptionalCurrentGrade(web.db, id)).toMatchObject({ version: 1 });
  const after = await instructor.get(draft);
  expect(after.text).toContain(`/assignments/${course.assignment.id}/regrades?kind=rescore&amp;rubric=${now?.rubricId}`);
});

describe('a rubric that is not valid is explained, stays in the form and becomes no draft', () => {
  test.each([
    ['broken YAML, with the line', 'id: small\nversion: [\n', 'at line 3, column 1'],
    ['points that do not add up', oneCheckRubric('1.1.0', 2).replace('refused, points: 2', 'refused, points: 1'), 'ssh: the checks add up to 1 points, not 2'],
    ['an unknown check', oneCheckRubric('1.1.0', 2).replace('root-login-refused', 'nothing'), 'there is no check called ssh.nothing'],
    ['points that are no hundredths', oneCheckRubric('1.1.0', 2).replace('refused, points: 2', 'refused, points: 0.001'), 'whole number of hundredths of a point (line 9)'],
    ['nothing', ' ', 'There is no text'],
  ])('%s', async (_what, text, words) => {
    const before = (await selectDrafts(web.db, course.assignment.id, 100)).length;
    const answer = await upload(text);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain(text.trim().split('\n').at(-1));
    expect((await selectDrafts(web.db, course.assignment.id, 100)).length).toBe(before);
  });

  test('one that grades calibrated hosts otherwise than they deserve', async () => {
    // Nothing that a stock host does earns points; this asks what any host has.
    const lenient = 'id: small\nversion: 1.0.0\ntitle: Small\ncriteria:\n  - id: ssh\n    title: SSH\n    points: 1\n    checks:\n      - { check: ssh.configuration-loads, points: 1 }\n';
    const answer = await upload(lenient);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('grades hosts whose state is known otherwise');
    expect(answer.text).toContain('stock: ');
  });
});

test('a file is taken like a text, whatever its line ends', async () => {
  const file = new File([oneCheckRubric('4.0.0', 3).replaceAll('\n', '\r\n')], 'r.yaml', { type: 'text/yaml' });
  const { status, location } = await instructor.post(`${base()}/upload`, { file, text: 'not this' });
  expect(status).toBe(303);
  const { text } = await instructor.get(location ?? '');
  const stored = await ensureRubric(web.db, oneCheckRubric('4.0.0', 3), operator);
  expect(text).toContain(stored.version);
});

test('nobody but those who teach it sees or moves an assignment’s rubric, drafts and uploads', async () => {
  const draft = await uploaded(oneCheckRubric('5.0.0', 3));
  for (const path of [base(), `${base()}/upload`, draft, `${draft}/events`]) {
    expect([path, (await student.get(path)).status, (await stranger.get(path)).status]).toEqual([path, 403, 404]);
  }
  for (const path of [`${base()}/upload`, `${draft}/again`, `${draft}/publish`]) {
    expect([path, (await student.post(path)).status, (await stranger.post(path)).status]).toEqual([path, 403, 404]);
  }
  expect((await student.get('/rubrics')).status).toBe(403);
  expect((await student.get(`/rubrics/${course.better}`)).status).toBe(403);
  expect((await student.get(`/rubrics/${course.better}/source`)).status).toBe(403);
  expect((await student.get(`/rubrics/${course.better}/diff/${course.assignment.rubricId}`)).status).toBe(403);
  const elsewhere = await gradedCourse(web, 1);
  const others = await web.reader(elsewhere.instructor.id);
  expect((await others.get(draft)).status).toBe(404);
  expect((await others.get(draft.replace(course.assignment.id, elsewhere.assignment.id))).status).toBe(404);
});

test('a rubric reads as a page, is compared in words and lines, and comes back byte for byte', async () => {
  const page = await instructor.get(`/rubrics/${course.better}`);
  expect(page.text).toContain('Root cannot log in over SSH');
  expect(page.text).toContain('The YAML source');
  const diff = await instructor.get(`/rubrics/${course.better}/diff/${course.assignment.rubricId}`);
  expect(diff.text).toContain('3 points instead of 2 points');
  expect(diff.text).toContain('<del>version: 1.0.0</del>');
  expect(diff.text).toContain('<ins>version: 2.0.0</ins>');
  const source = await instructor.get(`/rubrics/${course.better}/source`);
  expect(source.text).toBe(oneCheckRubric('2.0.0', 3));
  expect(source.headers.get('Content-Disposition')).toContain('attachment');
  expect((await instructor.get('/rubrics')).text).toContain('2.0.0+');
  expect((await instructor.get('/rubrics/nonsense')).status).toBe(404);
});

test('a title that is markup stays text, on every page that shows it', async () => {
  const evil = '<img src=x onerror=alert(1)>\u202e';
  const hostile = oneCheckRubric('6.0.0', 3).replace('title: Small', `title: '${evil}'`);
  const draft = await uploaded(hostile);
  await instructor.post(`${draft}/publish`, { adopt: 'on' });
  const id = (await selectOptionalAssignment(web.db, course.assignment.id))?.rubricId ?? '';
  for (const path of [draft, base(), `/rubrics/${id}`, `/rubrics/${id}/diff/${course.better}`, `${base()}/upload`]) {
    const { status, text } = await instructor.get(path);
    expect([path, status]).toEqual([path, 200]);
    expect([path, text.includes('<img')]).toEqual([path, false]);
    expect([path, text.includes('&lt;img')]).toEqual([path, true]);
  }
});
