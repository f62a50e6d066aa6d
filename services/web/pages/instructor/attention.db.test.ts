import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { countAttention, selectNextInQueue } from '#db/queries/attention-count.ts';
import { selectWaitingReviews } from '#db/queries/attention.ts';
import { pinHostKeys } from '#db/queries/host-keys.ts';
import { askSecondLook } from '#db/queries/second-looks.ts';
import { regradeItems } from '#db/schema/regrade-items.ts';
import { regrades } from '#db/schema/regrades.ts';
import { useWeb } from '../../testing/harness.ts';
import { makeReviewedCourse, recordedBundle, type ReviewedCourse } from '../../testing/reviewed-course.ts';

const web = useWeb();

let course: ReviewedCourse;
const path = () => `/assignments/${course.assignment.id}/attention`;
const instructor = () => web.reader(course.instructor.id);
const count = () => countAttention(web.db, course.assignment.id);
/** Hash and checks of each "seen" form of a page. */
const formsIn = (text: string) => [...text.matchAll(/action="(\/submissions\/[^/]+\/seen)">(.*?)<\/form>/gs)].map(([, action = '', inside = '']) => ({
  action,
  check: [...inside.matchAll(/name="check" value="([^"]*)"/g)].map(([, id = '']) => id),
  words: /name="words" value="([^"]*)"/.exec(inside)?.[1] ?? '',
}));

beforeAll(async () => {
  course = await makeReviewedCourse(web.db);
});

test('students of the course are told 403, everybody else 404', async () => {
  const stranger = (await web.course()).instructor.id;
  expect([(await (await web.reader(course.student.id)).get(path())).status, (await (await web.reader(stranger)).get(path())).status]).toEqual([403, 404]);
});

test('where nothing waits it says so', async () => {
  const { status, text } = await (await instructor()).get(path());
  expect([status, text.includes('Nothing waits. Well done.')]).toEqual([200, true]);
  expect((await count()).total).toBe(0);
});

describe('of what waits', () => {
  let marked: string;
  let wrapped: string;
  beforeAll(async () => {
    ({ submissionId: marked } = await course.hand('ssh-not-reloaded', 'Marked'));
    ({ submissionId: wrapped } = await course.hand('cheat-sudo-wrapper', 'Wrapped'));
    await course.hand({ unreachable: 'No answer \0 on port 22' }, 'Unreachable');
    const bundle = recordedBundle('stock');
    bundle.probes['sshd'] = { status: 'unavailable', reason: 'timed-out', detail: 'sshd -T did not end in time' };
    await course.hand(bundle, 'Provisional');
    const host = { courseId: course.course.id, studentId: course.student.id, address: '10.0.0.9', port: 22 };
    await pinHostKeys(web.db, host, ['SHA256:old'], 'enrolment');
    await pinHostKeys(web.db, host, ['SHA256:new', 'SHA256:new-too'], 'enrolment');
    await askSecondLook(web.db, { submissionId: marked, checkId: 'ssh.password-login-disabled', reason: 'Please look', userId: course.student.id });
    const [regrade] = await web.db.insert(regrades).values({ assignmentId: course.assignment.id, kind: 'recollect', rubricId: course.assignment.rubricId, filter: {}, reason: 'Port closed by us', createdBy: course.instructor.id }).returning();
    await web.db.insert(regradeItems).values({ regradeId: regrade?.id ?? '', submissionId: wrapped, state: 'held', endedAt: sql`now()` });
  });

  test('each kind is counted and listed with where to go', async () => {
    expect(await count()).toEqual({ 'second-looks': 1, reviews: 2, open: 2, overrides: 0, 'host-keys': 1, held: 1, total: 7 });
    const { text } = await (await instructor()).get(path());
    for (const words of ['“Please look”', 'By its files sshd', '69 checks, such as', 'No answer  on port 22'.replace('  ', ' '), 'sshd -T did not end in time', '10.0.0.9 port 22 shows 2 host keys', '1 grade waits for your decision']) {
      expect([words, text.includes(words)]).toEqual([words, true]);
    }
    expect(text).toContain(`href="/submissions/${marked}?check=ssh.password-login-disabled#check-ssh-password-login-disabled"`);
    expect(text).toContain(`href="/courses/${course.course.id}/host-keys"`);
    expect(text).toMatch(/href="\/regrades\/[0-9a-f-]{36}"/);
  });

  test('the same words at 69 checks are one item, and seen in one go', async () => {
    const reader = await instructor();
    const form = formsIn((await reader.get(path())).text).find(({ action }) => action.includes(wrapped));
    expect(form?.check).toHaveLength(69);
    const { action = '', ...fields } = form ?? {};
    const { location } = await reader.post(action, { ...fields, back: 'queue' });
    expect(location).toBe(path());
    expect((await count()).reviews).toBe(1);
    expect((await reader.get(path())).text).not.toContain('69 checks');
  });

  test('grades that are open leave the queue when they are seen, NUL in the reason or not', async () => {
    const reader = await instructor();
    const open = formsIn((await reader.get(`${path()}?kind=open`)).text);
    expect(open.map(({ check }) => check)).toEqual([[''], ['']]);
    for (const { action, ...fields } of open) expect((await reader.post(action, { ...fields, back: 'open' })).location).toBe(`${path()}?kind=open`);
    expect((await count()).open).toBe(0);
  });

  test('the submission page leads on through those that wait', async () => {
    expect(await selectNextInQueue(web.db, course.assignment.id, wrapped)).toMatchObject({ submissionId: marked, checkId: 'ssh.password-login-disabled', waiting: 1 });
    expect((await (await instructor()).get(`/submissions/${wrapped}`)).text).toContain('Next in the queue: Marked');
    expect(await selectNextInQueue(web.db, course.assignment.id, marked)).toBeNull();
  });
});

test('of each student only the attempt that counts and the newest are looked at, unless all are asked for', async () => {
  const other = await makeReviewedCourse(web.db);
  const first = await other.hand('ssh-not-reloaded');
  const second = await other.hand('cheat-fake-getent', { id: first.studentId });
  await other.hand('stock', { id: first.studentId });
  const scope = { assignmentId: other.assignment.id, limit: 10 };
  expect(await selectWaitingReviews(web.db, scope)).toEqual([]);
  const all = await selectWaitingReviews(web.db, { ...scope, all: true });
  expect(new Set(all.map(({ submissionId }) => submissionId))).toEqual(new Set([first.submissionId, second.submissionId]));
  const reader = await web.reader(other.instructor.id);
  expect((await reader.get(`/assignments/${other.assignment.id}/attention`)).text).toContain('Nothing waits');
  expect((await reader.get(`/assignments/${other.assignment.id}/attention?all=1`)).text).toContain('By its files sshd');
});

test('a long queue comes page by page, each item once, whoever handed in first before', async () => {
  const many = await makeReviewedCourse(web.db);
  for (let n = 0; n < 53; n += 1) await many.hand({ unreachable: `No answer, ${n}` }, `Student ${n}`);
  const reader = await web.reader(many.instructor.id);
  const first = await reader.get(`/assignments/${many.assignment.id}/attention`);
  expect([first.text.includes('All 53'), formsIn(first.text).length]).toEqual([true, 10]);
  const page = await reader.get(`/assignments/${many.assignment.id}/attention?kind=open`);
  const more = /href="([^"]+cursor[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const rest = await reader.get(more);
  const told = [page, rest].map(({ text }) => [...text.matchAll(/No answer, (\d+)/g)].map(([, n]) => Number(n)));
  expect(told).toEqual([Array.from({ length: 50 }, (_, n) => n), [50, 51, 52]]);
  expect((await reader.get(`/assignments/${many.assignment.id}/attention?kind=open&cursor=nonsense`)).status).toBe(422);
});
