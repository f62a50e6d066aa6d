import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { createSignInLinks } from '#db/queries/sign-in-links.ts';
import { selectSessions } from '#db/queries/sessions.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser } from '#db/queries/users.ts';
import { memberships } from '#db/schema/memberships.ts';
import { sessions } from '#db/schema/sessions.ts';
import { signInLinks } from '#db/schema/sign-in-links.ts';
import { users } from '#db/schema/users.ts';
import { operator } from '#db/testing/course.ts';
import { createApp } from '../create-app.ts';
import { readApiConfig } from '../api/config.ts';
import { useWeb } from '../web/testing/harness.ts';

const web = useWeb();
let course: Awaited<ReturnType<typeof web.course>>;
beforeEach(async () => void (course = await web.course()));

const link = async (userId: string, courseId: string | null = null) => `/sign-in/${(await createSignInLinks(web.db, [{ userId, courseId }], { days: 7, actor: operator }))[0]?.secret}`;
const leave = (userId: string) => web.db.delete(memberships).where(and(eq(memberships.userId, userId), eq(memberships.courseId, course.course.id)));

test('a link works once, looking at it uses nothing up, and its session’s secret is new', async () => {
  const path = await link(course.student.id);
  const browser = await web.reader(null);
  expect((await browser.get(path)).text).toContain('Sign in as Ada');
  expect((await browser.get(path)).headers.get('Cache-Control')).toBe('no-store');
  expect((await browser.post(path)).location).toBe('/');
  expect(browser.cookie()).not.toContain(path.slice('/sign-in/'.length));
  expect((await browser.get('/account')).status).toBe(200);
  const late = await web.reader(null);
  expect((await late.post(path)).status).toBe(410);
  expect((await late.get('/account')).status).toBe(401);
});

test('of many who use a link at once, one gets a session', async () => {
  const path = await link(course.student.id);
  const answers = await Promise.all(Array.from({ length: 8 }, async () => (await web.reader(null)).post(path)));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(await selectSessions(web.db, { userId: course.student.id, courseId: null })).toHaveLength(1);
});

test('a cookie that somebody planted is no session, and signing in replaces it', async () => {
  const path = await link(course.student.id);
  const planted = 'A'.repeat(43);
  const answer = await web.fetch(new Request(`http://grader.lab${path}`, { method: 'POST', headers: { cookie: `netgrader=${planted}`, Origin: 'http://grader.lab', 'Content-Type': 'application/x-www-form-urlencoded' } }));
  expect(answer.headers.getSetCookie().join()).not.toContain(planted);
  expect((await web.fetch(new Request('http://grader.lab/account', { headers: { cookie: `netgrader=${planted}` } }))).status).toBe(401);
});

test('signing in as somebody else says so first, and ends the session before', async () => {
  const browser = await web.reader(course.instructor.id);
  const old = browser.cookie();
  const path = await link(course.student.id);
  expect((await browser.get(path)).text).toContain('You are signed in as Grace now. This signs that out.');
  await browser.post(path);
  expect((await browser.get('/account')).text).toContain('Ada');
  expect((await web.fetch(new Request('http://grader.lab/account', { headers: { cookie: old } }))).status).toBe(401);
});

test('signing out ends the session itself: a cookie that was copied opens nothing, and nothing is left to go back to', async () => {
  const browser = await web.reader(course.student.id);
  const stolen = browser.cookie();
  const out = await browser.post('/sign-out');
  expect(out.headers.get('Clear-Site-Data')).toBe('"cache"');
  expect(browser.cookie()).toBe('');
  expect((await web.fetch(new Request('http://grader.lab/account', { headers: { cookie: stolen } }))).status).toBe(401);
});

test('sessions and links end when their time is over, by the database’s clock, and links when they are revoked', async () => {
  const browser = await web.reader(course.student.id);
  await web.db.update(sessions).set({ expiresAt: sql`now()` }).where(eq(sessions.userId, course.student.id));
  expect((await browser.get('/account')).status).toBe(401);
  for (const change of [{ expiresAt: sql`now()` }, { revokedAt: sql`now()` }]) {
    const path = await link(course.student.id);
    await web.db.update(signInLinks).set(change).where(eq(signInLinks.userId, course.student.id));
    expect((await (await web.reader(null)).get(path)).status).toBe(410);
    expect((await (await web.reader(null)).post(path)).status).toBe(410);
  }
});

test('a course’s link opens nothing to one who has left the course', async () => {
  const path = await link(course.student.id, course.course.id);
  await leave(course.student.id);
  expect((await (await web.reader(null)).get(path)).status).toBe(410);
  expect((await (await web.reader(null)).post(path)).status).toBe(410);
});

test('who is taken out of a course, or loses a role, loses what it opened at once, signed in or not', async () => {
  const browser = await web.reader(course.instructor.id);
  const exports = `/assignments/${course.assignment.id}/exports`;
  expect((await browser.get(exports)).status).toBe(200);
  await upsertMembership(web.db, { courseId: course.course.id, userId: course.instructor.id, role: 'student' }, operator);
  expect((await browser.get(exports)).status).toBe(403);
  await leave(course.instructor.id);
  expect((await browser.get(exports)).status).toBe(404);
});

test('a staff member’s session of one course opens that one and gives no staff rights; one who is staff no more has none', async () => {
  const staff = await insertUser(web.db, { name: 'Root', isStaff: true });
  await upsertMembership(web.db, { courseId: course.course.id, userId: staff.id, role: 'student' }, operator);
  const other = await web.course();
  const narrow = await web.reader(staff.id, { courseId: course.course.id });
  expect((await narrow.get(`/assignments/${course.assignment.id}/exports`)).status).toBe(403);
  expect((await narrow.get(`/assignments/${other.assignment.id}/exports`)).status).toBe(404);
  const wide = await web.reader(staff.id);
  expect((await wide.get(`/assignments/${other.assignment.id}/exports`)).status).toBe(200);
  await web.db.update(users).set({ isStaff: false }).where(eq(users.id, staff.id));
  expect((await wide.get(`/assignments/${other.assignment.id}/exports`)).status).toBe(404);
});

test('behind TLS every cookie insists on it, is out of scripts’ reach, and no neighbour can set it', async () => {
  const config = { ...readApiConfig({ NETGRADER_URL: 'https://grader.example.edu' }, ''), bodyLimitBytes: 4096 };
  const app = createApp({ db: web.db, queues: web.queues, sealer: web.sealer, config, log: { info: () => {}, error: () => {} } });
  const post = (path: string, cookie: string, fields: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', headers: { cookie, Origin: 'https://grader.example.edu', 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() });
  const signedIn = (await post(await link(course.student.id), '')).headers.getSetCookie();
  expect(signedIn).toHaveLength(1);
  const session = signedIn[0]?.split(';')[0] ?? '';
  expect(session).toMatch(/^__Host-netgrader=/);
  const others = (await post('/account/sessions/end-others', session)).headers.getSetCookie();
  expect(others[0]).toMatch(/^__Host-flash=/);
  const zone = (await post('/account/time-zone', session, { zone: 'Asia/Tokyo' })).headers.getSetCookie();
  for (const cookie of [...signedIn, ...others, ...zone]) {
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; Secure/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).not.toMatch(/domain/i);
  }
  // The unprefixed name, which a neighbour could set, is not looked at.
  expect((await app.request('/account', { headers: { cookie: session.replace('__Host-', '') } })).status).toBe(401);
  expect((await app.request('/account', { headers: { cookie: session } })).status).toBe(200);
});
