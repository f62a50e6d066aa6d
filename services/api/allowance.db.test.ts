import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { updateAssignment } from '#db/queries/assignments.ts';
import { submissions } from '#db/schema/submissions.ts';
import { auditLog } from '#db/schema/audit-log.ts';
import { operator } from '#db/testing/course.ts';
import { type Answer, useApi } from './testing/harness.ts';

const api = useApi();
let course: Awaited<ReturnType<typeof api.course>>;
let octet = 0;
beforeEach(async () => void (course = await api.course()));

const handIn = (): Promise<Answer> =>
  api.call('POST', '/v1/submissions', { token: course.studentToken, body: { assignment: course.assignment.id, address: `10.4.0.${++octet}`, login: 'ada' } });
const extensionPath = (student = course.student.id, assignment = course.assignment.id) => `/v1/assignments/${assignment}/extensions/${student}`;

test('handing in is refused when attempts are used up, also to two at once for the last one', async () => {
  await updateAssignment(api.db, course.assignment.id, { attempts: 2 }, operator);
  expect((await handIn()).status).toBe(201);
  const both = await Promise.all([handIn(), handIn()]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'attempts-used-up', detail: expect.stringContaining('takes 2 submissions of each student') });
  expect(await api.db.$count(submissions, sql`assignment_id = ${course.assignment.id}`)).toBe(2);
});

test('handing in again too early says from when on it is possible', async () => {
  await updateAssignment(api.db, course.assignment.id, { coolDownMinutes: 10 }, operator);
  const first = await handIn();
  const refused = await handIn();
  expect(refused).toMatchObject({ status: 409, body: { code: 'cool-down', nextAt: expect.any(String) } });
  const next = new Date(String(refused.body['nextAt'])).getTime();
  expect(next - new Date(String(first.body['createdAt'])).getTime()).toBe(600_000);
  expect(refused.body['detail']).toContain(String(refused.body['nextAt']));
});

test('an extension opens handing in again for its student, and leaves a row whenever it changes', async () => {
  await updateAssignment(api.db, course.assignment.id, { dueAt: new Date('2020-01-01T00:00:00Z') }, operator);
  expect((await handIn()).body.code).toBe('deadline-passed');
  const call = (method: string, body?: unknown) => api.call(method, extensionPath(), { token: course.instructorToken, ...(body ? { body } : {}) });
  expect((await call('GET')).status).toBe(404);
  const body = { dueAt: '2040-01-01T00:00:00.000Z', reason: 'Ill' };
  expect(await call('PUT', body)).toMatchObject({ status: 200, body: { ...body, student: course.student.id } });
  expect(await call('PUT', body)).toMatchObject({ status: 200 });
  expect(await call('GET')).toMatchObject({ status: 200, body });
  expect((await handIn()).status).toBe(201);
  expect(await api.call('GET', `/v1/assignments/${course.assignment.id}/extensions`, { token: course.instructorToken })).toMatchObject({ body: { extensions: [body] } });
  expect([(await call('DELETE')).status, (await call('DELETE')).status]).toEqual([204, 404]);
  expect((await handIn()).body.code).toBe('deadline-passed');
  const rows = await api.db.select({ action: auditLog.action }).from(auditLog).where(sql`subject_id = ${course.student.id} and action like 'extension.%'`).orderBy(auditLog.id);
  expect(rows.map(({ action }) => action)).toEqual(['extension.set', 'extension.removed']);
});

test('an extension that would shorten, or is for nobody of the course, is refused in words', async () => {
  const put = (student: string, dueAt: string) => api.call('PUT', extensionPath(student), { token: course.instructorToken, body: { dueAt, reason: 'Ill' } });
  expect((await put(course.student.id, '2040-01-01T00:00:00Z')).body).toMatchObject({ errors: [{ field: 'dueAt', message: expect.stringContaining('no deadline') }] });
  await updateAssignment(api.db, course.assignment.id, { dueAt: new Date('2040-01-01T00:00:00Z') }, operator);
  expect((await put(course.student.id, '2040-01-01T00:00:00Z')).body).toMatchObject({ errors: [{ message: expect.stringContaining('later than') }] });
  expect((await put(course.instructor.id, '2041-01-01T00:00:00Z')).status).toBe(404);
  expect((await put('nobody', '2041-01-01T00:00:00Z')).status).toBe(404);
});

test('students may not read or set extensions, and strangers know of none', async () => {
  const stranger = (await api.course()).instructorToken;
  for (const [method, path] of [['GET', extensionPath()], ['DELETE', extensionPath()], ['PUT', extensionPath()], ['GET', `/v1/assignments/${course.assignment.id}/extensions`]] as const) {
    const body = method === 'PUT' ? { body: { dueAt: '2040-01-01T00:00:00Z', reason: 'x' } } : {};
    expect((await api.call(method, path, { token: course.studentToken, ...body })).status).toBe(403);
    expect((await api.call(method, path, { token: stranger, ...body })).status).toBe(404);
  }
});

test('an assignment is made and changed with its rules, and tells them', async () => {
  const body = { title: 'Rules', instructions: '# Do it', attempts: 3, coolDownMinutes: 15, lateMinutes: 2880, latePercentPerDay: 20, checksVisible: 'after-deadline' };
  const made = await api.call('POST', `/v1/courses/${course.course.id}/assignments`, { token: course.instructorToken, body: { ...body, rubric: course.assignment.rubricId } });
  expect(made).toMatchObject({ status: 201, body });
  const path = `/v1/assignments/${String(made.body['id'])}`;
  const change = (changes: unknown) => api.call('PATCH', path, { token: course.instructorToken, body: changes });
  expect(await change({ attempts: null, checksVisible: 'never' })).toMatchObject({ status: 200, body: { ...body, attempts: null, checksVisible: 'never' } });
  for (const wrong of [{ attempts: 0 }, { latePercentPerDay: 101 }, { lateMinutes: -1 }, { checksVisible: 'sometimes' }, { instructions: '\0' }]) expect((await change(wrong)).status).toBe(422);
});
