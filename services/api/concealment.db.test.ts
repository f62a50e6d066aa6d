import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { extensions } from '#db/schema/extensions.ts';
import { assignments, type CheckVisibility } from '#db/schema/assignments.ts';
import { submissions } from '#db/schema/submissions.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { createToken } from '#db/queries/api-tokens.ts';
import { operator } from '#db/testing/course.ts';
import { useApi } from './testing/harness.ts';
import { gradedCourse, type GradedCourse, onlyCheck } from './testing/graded-course.ts';

const api = useApi();
let course: GradedCourse;
let id: string;
let studentId: string;
let token: string;

// The first submission is of a student of its own, whose stock host earned nothing.
beforeEach(async () => {
  course = await gradedCourse(api, 1);
  id = String(course.submissions[0]);
  const [row] = await api.db.select().from(submissions).where(eq(submissions.id, id));
  studentId = String(row?.studentId);
  token = (await createToken(api.db, { userId: studentId, name: 'test' }, operator)).token;
  await setOverride(api.db, { submissionId: id, checkId: onlyCheck, earned: 150, reason: 'Seen in the lab', userId: course.instructor.id });
});

async function set(checksVisible: CheckVisibility, fields: { dueInMinutes?: number; lateMinutes?: number } = {}): Promise<void> {
  const dueAt = fields.dueInMinutes === undefined ? null : sql`now() + make_interval(mins => ${fields.dueInMinutes})`;
  await api.db.update(assignments).set({ checksVisible, dueAt, lateMinutes: fields.lateMinutes ?? 0 }).where(eq(assignments.id, course.assignment.id));
}

const reports = ['text/markdown', 'text/html', 'application/json'];

/** Everything that a student can be answered about the submission. */
async function everything(reader: string): Promise<string> {
  const call = (path: string, headers: Record<string, string> = {}) => api.call('GET', path, { token: reader, headers });
  const answers = [await call(`/v1/submissions/${id}`), await call('/v1/submissions'), await call(`/v1/submissions/${id}/evidence`), await call(`/v1/submissions/${id}/grades`)];
  for (const Accept of reports) answers.push(await call(`/v1/submissions/${id}/report`, { Accept }));
  return answers.map(({ text }) => text).join('\n');
}

const ofChecks = [onlyCheck, 'Root cannot log in', 'PermitRootLogin', 'Seen in the lab'];

test('never: no route tells a student of a single check, and all of them tell the totals', async () => {
  await set('never');
  const told = await everything(token);
  for (const words of ofChecks) expect(told).not.toContain(words);
  expect(told).toContain('your instructor shows totals');
  const { body } = await api.call('GET', `/v1/submissions/${id}`, { token });
  expect(body).toMatchObject({ score: { earned: 1.5 }, grade: { earned: 1.5, criteria: [{ id: 'ssh', earned: 1.5, possible: 2, checks: [] }] } });
});

test('always: the same routes do tell of them', async () => {
  await set('always');
  const told = await everything(token);
  for (const words of [onlyCheck, 'Seen in the lab']) expect(told).toContain(words);
});

test('instructors see them in any case', async () => {
  await set('never');
  expect(await everything(course.instructorToken)).toContain(onlyCheck);
});

test.each([
  { name: 'before the deadline', fields: { dueInMinutes: 5 }, visible: false },
  { name: 'after the deadline', fields: { dueInMinutes: -5 }, visible: true },
  { name: 'after the deadline, while late hand-ins are taken', fields: { dueInMinutes: -5, lateMinutes: 60 }, visible: false },
  { name: 'once late hand-ins are over', fields: { dueInMinutes: -90, lateMinutes: 60 }, visible: true },
  { name: 'without a deadline', fields: {}, visible: false },
])('after-deadline, $name: visible $visible', async ({ fields, visible }) => {
  await set('after-deadline', fields);
  expect((await everything(token)).includes(onlyCheck)).toBe(visible);
});

/** The student's own deadline is so many minutes from now. */
function extend(minutes: number) {
  const dueAt = sql`now() + make_interval(mins => ${minutes})`;
  return api.db
    .insert(extensions)
    .values({ assignmentId: course.assignment.id, studentId, dueAt, reason: 'Ill', createdBy: course.instructor.id })
    .onConflictDoUpdate({ target: [extensions.assignmentId, extensions.studentId], set: { dueAt } });
}

test("after-deadline means the student's own: an extension, and lateness after it, keep checks concealed", async () => {
  await set('after-deadline', { dueInMinutes: -600, lateMinutes: 60 });
  await extend(-30);
  expect(await everything(token)).not.toContain(onlyCheck);
  await extend(-90);
  expect(await everything(token)).toContain(onlyCheck);
});
