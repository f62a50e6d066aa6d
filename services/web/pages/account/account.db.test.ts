import { beforeEach, describe, expect, test } from 'vitest';
import { createToken, selectOptionalTokenHolder, selectTokens } from '#db/queries/api-tokens.ts';
import { beginSession, selectSessions } from '#db/queries/sessions.ts';
import { insertUser } from '#db/queries/users.ts';
import { operator } from '#db/testing/course.ts';
import { newId } from '#db/id.ts';
import { type Reader, useWeb } from '../../testing/harness.ts';

const web = useWeb();
let course: Awaited<ReturnType<typeof web.course>>;
let instructor: Reader;
beforeEach(async () => {
  course = await web.course();
  instructor = await web.reader(course.instructor.id);
});

const shown = (text: string): string => /id="token"[^>]*>(ng_[\w-]{43})</.exec(text)?.[1] ?? '';
const ask = (fields: Record<string, string> = {}) => ({ once: newId(), name: 'laptop', course: course.course.id, days: '30', ...fields });
const tokensOf = async (userId: string) => (await selectTokens(web.db, { userId })).map(({ name }) => name);

describe('tokens', () => {
  test('one is made for a course, shown once and kept by no cache; it opens that course alone', async () => {
    const answer = await instructor.post('/account/tokens', ask());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    const token = shown(answer.text);
    expect(answer.text).toContain(`curl -H &#39;Authorization: Bearer ${token}&#39; http://grader.lab/v1/courses`);
    const holder = await selectOptionalTokenHolder(web.db, token);
    expect(holder).toMatchObject({ userId: course.instructor.id, courseId: course.course.id, isStaff: false });
    expect(Math.round(((holder?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(30);
    expect((await instructor.get('/account')).text).not.toContain(token);
  });

  test('a form that is sent twice, at once or by a reload, makes one token, and shows no other', async () => {
    const form = ask({ name: 'twice' });
    const answers = await Promise.all([instructor.post('/account/tokens', form), instructor.post('/account/tokens', form)]);
    answers.push(await instructor.post('/account/tokens', form));
    expect(answers.filter(({ text }) => shown(text) !== '')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(2);
    expect((await tokensOf(course.instructor.id)).filter((name) => name === 'twice')).toHaveLength(1);
    expect((await instructor.get('/account')).text).toContain('That form was sent before');
  });

  test('what is wrong with the form is said beside its field, with what was typed', async () => {
    const answer = await instructor.post('/account/tokens', ask({ name: '', days: '9999' }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Say what the token is for');
    expect(answer.text).toContain('Give at most 366 days.');
    expect(answer.text).toContain('value="9999"');
  });

  test('nobody makes one that opens more than they could: no student, no other course, all courses for staff alone', async () => {
    const student = await web.reader(course.student.id);
    expect((await student.get('/account')).text).not.toContain('action="/account/tokens"');
    expect((await student.post('/account/tokens', ask())).status).toBe(403);
    const other = await web.course();
    expect((await instructor.post('/account/tokens', ask({ course: other.course.id }))).status).toBe(404);
    expect((await instructor.post('/account/tokens', ask({ course: 'all' }))).status).toBe(403);
    const staff = await insertUser(web.db, { name: 'Root', isStaff: true });
    const all = await (await web.reader(staff.id)).post('/account/tokens', ask({ course: 'all' }));
    expect(await selectOptionalTokenHolder(web.db, shown(all.text))).toMatchObject({ isStaff: true, courseId: null });
    // A session of one course gives no staff rights, and so none to tokens.
    const narrow = await web.reader(staff.id, { courseId: course.course.id });
    expect((await narrow.post('/account/tokens', ask({ course: 'all' }))).status).toBe(403);
  });

  test('revoking is for one’s own, and works at once', async () => {
    const { id, token } = await createToken(web.db, { userId: course.instructor.id, name: 'old' }, operator);
    const other = await web.course();
    expect((await (await web.reader(other.instructor.id)).post(`/account/tokens/${id}/revoke`)).status).toBe(404);
    expect(await selectOptionalTokenHolder(web.db, token)).not.toBeNull();
    expect((await instructor.post(`/account/tokens/${id}/revoke`)).location).toBe('/account#tokens');
    expect(await selectOptionalTokenHolder(web.db, token)).toBeNull();
    expect((await instructor.get('/account')).text).toContain('The token “old” opens nothing any more.');
  });

  test('a session of one course tells of no token of another', async () => {
    await createToken(web.db, { userId: course.instructor.id, name: 'wide one' }, operator);
    const narrow = await web.reader(course.instructor.id, { courseId: course.course.id });
    expect((await narrow.get('/account')).text).not.toContain('wide one');
    expect((await instructor.get('/account')).text).toContain('wide one');
  });
});

describe('signed-in browsers', () => {
  test('another one is signed out, alone or with all others; those of other people are not', async () => {
    const begin = () => beginSession(web.db, { userId: course.instructor.id, courseId: null, method: 'test', days: 1 });
    const [one] = [await begin(), await begin(), await begin()];
    const stranger = await beginSession(web.db, { userId: course.student.id, courseId: null, method: 'test', days: 1 });
    expect((await instructor.post(`/account/sessions/${stranger.id}/end`)).status).toBe(404);
    await instructor.post(`/account/sessions/${one.id}/end`);
    const open = () => selectSessions(web.db, { userId: course.instructor.id, courseId: null });
    expect(await open()).toHaveLength(3);
    await instructor.post('/account/sessions/end-others');
    expect(await open()).toHaveLength(1);
    expect((await instructor.get('/account')).status).toBe(200);
    expect(await selectSessions(web.db, { userId: course.student.id, courseId: null })).toHaveLength(1);
  });

  test('a session of one course, which an instructor’s link may have begun, ends no other', async () => {
    const narrow = await web.reader(course.instructor.id, { courseId: course.course.id });
    const [wide] = (await selectSessions(web.db, { userId: course.instructor.id, courseId: null })).filter(({ courseId }) => courseId === null);
    expect((await narrow.post(`/account/sessions/${wide?.id}/end`)).status).toBe(404);
    await narrow.post('/account/sessions/end-others');
    expect((await instructor.get('/account')).status).toBe(200);
  });
});

describe('time zone', () => {
  test('the browser’s, then one that is chosen, then the browser’s again', async () => {
    const heading = async () => /Times are told in <strong>(.*?)<\/strong>, ([^:]+):/.exec((await instructor.get('/account')).text)?.slice(1);
    expect(await heading()).toEqual(['UTC', 'since your browser has told none']);
    expect((await instructor.post('/account/time-zone', { zone: 'Asia/Tokyo' })).location).toBe('/account#time-zone');
    expect(await heading()).toEqual(['Asia/Tokyo', 'as you chose']);
    expect((await instructor.post('/account/time-zone', { zone: 'Mars/Olympus' })).status).toBe(422);
    await instructor.post('/account/time-zone', { zone: 'browser' });
    expect(await heading()).toEqual(['UTC', 'since your browser has told none']);
  });

  test.each(['%25E0', '%', 'x'.repeat(500), '+25:00', 'Europe/Berlin\u0000'])('a cookie that names none, %j, breaks no page', async (value) => {
    const answer = await web.fetch(new Request('http://grader.lab/sign-in', { headers: { cookie: `tz=${encodeURI(value)}` } }));
    expect(answer.status).toBe(200);
  });
});
