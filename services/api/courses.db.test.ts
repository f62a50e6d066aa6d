import { beforeAll, describe, expect, test } from 'vitest';
import { createToken } from '#db/queries/api-tokens.ts';
import { newId } from '#db/id.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser, selectOptionalUser } from '#db/queries/users.ts';
import { pinHostKeys } from '#db/queries/host-keys.ts';
import { emptyRubric, operator } from '#db/testing/course.ts';
import { useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
let staffToken: string;
beforeAll(async () => {
  course = await api.course();
  const staff = await insertUser(api.db, { name: 'Edsger', isStaff: true });
  staffToken = (await createToken(api.db, { userId: staff.id, name: 'test' }, operator)).token;
});

describe('from nothing to a student with a token', () => {
  test('staff make a course, add an instructor, who sets an assignment and lets students in', async () => {
    const endsAt = '2031-02-01T00:00:00.000Z';
    const made = await api.call('POST', '/v1/courses', { token: staffToken, body: { name: 'Networks 2031', endsAt } });
    expect(made).toMatchObject({ status: 201, body: { name: 'Networks 2031', endsAt, role: 'instructor' } });
    const path = `/v1/courses/${String(made.body['id'])}`;
    const person = { name: 'Grace', role: 'instructor', email: 'grace@example.edu', externalId: newId() };
    const instructor = await api.call('POST', `${path}/members`, { token: staffToken, body: person });
    expect(instructor).toMatchObject({ status: 201, body: { role: 'instructor' } });
    const tokenOf = async (user: unknown, by: string) => {
      const body = { user, name: 'laptop', course: made.body['id'] };
      return String((await api.call('POST', '/v1/tokens', { token: by, body })).body['token']);
    };
    const instructorToken = await tokenOf(instructor.body['user'], staffToken);
    const assignment = await api.call('POST', `${path}/assignments`, { token: instructorToken, body: { title: 'Exercise 09' } });
    expect(assignment).toMatchObject({ status: 201, body: { rubric: { id: 'empty' } } });
    const student = await api.call('POST', `${path}/members`, { token: instructorToken, body: { name: 'Ada', role: 'student' } });
    const studentToken = await tokenOf(student.body['user'], instructorToken);
    const courses = await api.call('GET', '/v1/courses', { token: studentToken });
    expect(courses.body['courses']).toMatchObject([{ id: made.body['id'], role: 'student' }]);
    const assignments = await api.call('GET', `${path}/assignments`, { token: studentToken });
    expect(assignments.body['assignments']).toMatchObject([{ title: 'Exercise 09' }]);
  });

  test('the same LMS id again is the same person', async () => {
    const path = `/v1/courses/${course.course.id}/members`;
    const body = { name: 'Alan', role: 'student', externalId: newId() };
    const first = await api.call('POST', path, { token: course.instructorToken, body });
    const again = await api.call('POST', path, { token: course.instructorToken, body });
    expect(again.body['user']).toBe(first.body['user']);
  });
});

describe('what Postgres would not take is a wrong field, not a fault of ours', () => {
  test('a NUL in a rubric', async () => {
    const body = { title: 'Odd', rubric: `${emptyRubric}# \0\n` };
    const answer = await api.call('POST', `/v1/courses/${course.course.id}/assignments`, { token: course.instructorToken, body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'rubric' }] } });
  });

  test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])('a course that ends at %s', async (endsAt) => {
    const answer = await api.call('POST', '/v1/courses', { token: staffToken, body: { name: 'Odd', endsAt } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'endsAt' }] } });
  });
});

describe('what one may not do', () => {
  test('students make nothing: 403 in their own course, 404 in others', async () => {
    const token = course.studentToken;
    const path = `/v1/courses/${course.course.id}`;
    const calls: [string, object][] = [
      [`${path}/members`, { name: 'Eve', role: 'student' }],
      [`${path}/assignments`, { title: 'Easy' }],
      ['/v1/courses', { name: 'Mine', endsAt: '2031-01-01T00:00:00.000Z' }],
      ['/v1/tokens', { user: course.student.id, name: 'all' }],
      ['/v1/tokens', { user: course.instructor.id, name: 'theirs', course: course.course.id }],
    ];
    for (const [url, body] of calls) expect(await api.call('POST', url, { token, body })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const other = await api.course();
    expect((await api.call('GET', `/v1/courses/${other.course.id}/assignments`, { token })).status).toBe(404);
    expect((await api.call('GET', '/v1/courses/nonsense/assignments', { token })).status).toBe(404);
    expect((await api.call('GET', `${path}/host-keys`, { token })).status).toBe(403);
  });

  test('an instructor makes no token that opens more than their course', async () => {
    const token = course.instructorToken;
    const colleague = await insertUser(api.db, { name: 'Barbara' });
    await upsertMembership(api.db, { courseId: course.course.id, userId: colleague.id, role: 'instructor' }, operator);
    const ask = (body: object) => api.call('POST', '/v1/tokens', { token, body });
    expect((await ask({ user: course.student.id, name: 'all courses' })).status).toBe(403);
    expect((await ask({ user: colleague.id, name: 'theirs', course: course.course.id })).status).toBe(403);
    expect((await ask({ user: newId(), name: 'nobody', course: course.course.id })).status).toBe(404);
    // Staff who are listed as a student lend no staff rights to a token made for them.
    const staff = await insertUser(api.db, { name: 'Root', isStaff: true });
    await upsertMembership(api.db, { courseId: course.course.id, userId: staff.id, role: 'student' }, operator);
    const { body } = await ask({ user: staff.id, name: 'staff', course: course.course.id });
    const asStaff = await api.call('POST', '/v1/courses', { token: String(body['token']), body: { name: 'x', endsAt: '2031-01-01T00:00:00.000Z' } });
    expect(asStaff.status).toBe(403);
  });

  test('who teaches one course changes nothing of people who are known; staff do', async () => {
    const known = await insertUser(api.db, { name: 'Edsger', email: 'edsger@example.edu', externalId: `lms-${course.course.id}` });
    const body = { name: 'Renamed', email: 'mine@example.edu', role: 'student', externalId: known.externalId };
    const path = `/v1/courses/${course.course.id}/members`;
    expect(await api.call('POST', path, { token: course.instructorToken, body })).toMatchObject({ status: 201, body: { user: known.id, name: 'Edsger' } });
    expect(await selectOptionalUser(api.db, known.id)).toEqual(known);
    expect((await api.call('POST', path, { token: staffToken, body })).status).toBe(201);
    expect(await selectOptionalUser(api.db, known.id)).toMatchObject({ name: 'Renamed', email: 'mine@example.edu' });
  });

  test('a token makes none that outlives it', async () => {
    const soon = new Date(Date.now() + 3_600_000);
    const { token } = await createToken(api.db, { userId: course.instructor.id, name: 'an hour', expiresAt: soon }, operator);
    const made = (expiresAt?: string) => api.call('POST', '/v1/tokens', { token, body: { user: course.student.id, name: 'x', course: course.course.id, ...(expiresAt && { expiresAt }) } });
    expect((await made()).body['expiresAt']).toBe(soon.toISOString());
    expect((await made('2031-01-01T00:00:00.000Z')).body['expiresAt']).toBe(soon.toISOString());
  });

  test('a token is revoked by its own user and by who teaches its course, and by nobody else', async () => {
    const make = () => createToken(api.db, { userId: course.student.id, name: 'x', courseId: course.course.id }, operator);
    const revoke = (id: string, token: string) => api.call('DELETE', `/v1/tokens/${id}`, { token });
    const other = await api.course();
    for (const token of [course.instructorToken, course.studentToken, staffToken]) {
      const { id, token: made } = await make();
      for (const stranger of [other.studentToken, other.instructorToken]) expect((await revoke(id, stranger)).status).toBe(404);
      expect((await api.call('GET', '/v1/courses', { token: made })).status).toBe(200);
      expect((await revoke(id, token)).status).toBe(204);
      expect((await api.call('GET', '/v1/courses', { token: made })).status).toBe(401);
    }
    expect((await revoke('nonsense', staffToken)).status).toBe(404);
  });

  test('tokens that are revoked or expired open nothing', async () => {
    const expired = await createToken(api.db, { userId: course.student.id, name: 'old', expiresAt: new Date(Date.now() - 1000) }, operator);
    expect((await api.call('GET', '/v1/courses', { token: expired.token })).status).toBe(401);
  });
});

function setAssignment(rubric: string) {
  return api.call('POST', `/v1/courses/${course.course.id}/assignments`, { token: course.instructorToken, body: { title: 'Own', rubric } });
}

describe('an assignment', () => {
  test('refuses a rubric that grades calibrated hosts otherwise than they deserve', async () => {
    const checks = '      - { check: ssh.root-login-refused, points: 1 }\n      - { check: ssh.sessions-limited, points: 1, requires: [ssh.root-login-refused] }';
    const answer = await setAssignment(`id: strict\nversion: 1.0.0\ntitle: Strict\ncriteria:\n  - id: ssh\n    title: SSH\n    points: 2\n    checks:\n${checks}`);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('ssh-root-by-key: ssh.sessions-limited failed, expected: passed');
  });

  test('takes a rubric of its own', async () => {
    expect(await setAssignment(emptyRubric.replace('id: empty', 'id: own'))).toMatchObject({ status: 201, body: { rubric: { id: 'own' } } });
  });

  test.each([
    ['not YAML', 'a: [', /YAML/],
    ['no rubric', 'a: 1', /id/],
    ['an unknown check', emptyRubric.replace('[]', '[{ id: ssh, title: SSH, points: 1, checks: [{ check: ssh.magic, points: 1 }] }]'), /ssh\.magic/],
  ])('refuses a rubric that is %s, saying what is wrong', async (_, text, words) => {
    const answer = await setAssignment(text);
    expect(answer).toMatchObject({ status: 422, body: { errors: expect.arrayContaining([{ field: 'rubric', message: expect.stringMatching(words) }]) } });
  });
});

describe('a changed host key', () => {
  test('is listed as pending, and accepted once by an instructor of the course', async () => {
    const own = await api.course();
    const host = { courseId: own.course.id, studentId: own.student.id, address: '10.0.0.2', port: 22 };
    await pinHostKeys(api.db, host, ['SHA256:old'], 'enrolment');
    await pinHostKeys(api.db, host, ['SHA256:new'], 'first-contact');
    const path = `/v1/courses/${own.course.id}/host-keys`;
    const pending = await api.call('GET', `${path}?pending=true`, { token: own.instructorToken });
    expect(pending.body['hostKeys']).toMatchObject([{ fingerprint: 'SHA256:new', status: 'pending' }]);
    const [key] = pending.body['hostKeys'] as { id: string }[];
    const accept = (token: string, id = key?.id) => api.call('POST', `${path}/${id}/accept`, { token });
    expect((await accept(own.studentToken)).status).toBe(403);
    expect((await accept(course.instructorToken)).status).toBe(404);
    expect((await accept(own.instructorToken, newId())).status).toBe(404);
    expect(await accept(own.instructorToken)).toMatchObject({ status: 200, body: { status: 'pinned' } });
    expect(await accept(own.instructorToken)).toMatchObject({ status: 409, body: { code: 'not-pending' } });
    const all = await api.call('GET', path, { token: own.instructorToken });
    expect(all.body['hostKeys']).toMatchObject([{ status: 'pinned' }, { fingerprint: 'SHA256:old', status: 'retired' }]);
  });
});
