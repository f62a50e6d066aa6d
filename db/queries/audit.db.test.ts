import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { newId } from '../id.ts';
import { auditLog } from '../schema/audit-log.ts';
import { hostKeys } from '../schema/host-keys.ts';
import { emptyRubric, makeCourse, operator, type TestCourse } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { createToken, revokeToken } from './api-tokens.ts';
import { insertAssignment, updateAssignment } from './assignments.ts';
import { type AuditAction, type AuditRow, recordAudit, selectAudit } from './audit.ts';
import { insertCourse } from './courses.ts';
import { acceptHostKey, pinHostKeys } from './host-keys.ts';
import { upsertMembership } from './memberships.ts';
import { importRoster } from './roster.ts';
import { ensureRubric } from './rubrics.ts';
import { insertUser } from './users.ts';

const database = useDatabase();
const otherRubric = emptyRubric.replace('1.0.0', '2.0.0');
const course = () => makeCourse(database.db);
const by = ({ instructor }: TestCourse) => ({ userId: instructor.id });

/** Oldest first. */
async function noted({ course: { id } }: Pick<TestCourse, 'course'>, action: AuditAction): Promise<AuditRow[]> {
  return (await selectAudit(database.db, { courseId: id, action, limit: 100 })).toReversed();
}

describe('a row is left by', () => {
  test('a course that is made, with who made it', async () => {
    const { instructor } = await course();
    const made = await insertCourse(database.db, { name: 'Networks', endsAt: new Date('2031-01-31T00:00:00Z') }, { userId: instructor.id });
    const [row] = await noted({ course: made }, 'course.created');
    expect(row).toMatchObject({ actorId: instructor.id, actor: 'Grace', subjectKind: 'course', subjectId: made.id, before: null, after: { name: 'Networks' } });
  });

  test('a member who is added, and one who gets another role', async () => {
    const one = await course();
    await upsertMembership(database.db, { courseId: one.course.id, userId: one.student.id, role: 'instructor' }, by(one));
    const rows = (await noted(one, 'member.set')).filter(({ subjectId }) => subjectId === one.student.id);
    expect(rows).toMatchObject([
      { actor: 'command line', actorId: null, before: null, after: { role: 'student' } },
      { actor: 'Grace', before: { role: 'student' }, after: { role: 'instructor' } },
    ]);
  });

  test('a person who gets another name, shown in the courses that they are in', async () => {
    const [one, stranger] = [await course(), await course()];
    const externalId = `lms-${one.course.id}`;
    const { id } = await insertUser(database.db, { name: 'Alan', externalId });
    await upsertMembership(database.db, { courseId: one.course.id, userId: id, role: 'student' }, operator);
    await insertUser(database.db, { name: 'Alan', externalId }, by(one));
    await insertUser(database.db, { name: 'Alan T.', externalId }, by(one));
    expect(await noted(one, 'person.changed')).toMatchObject([{ actor: 'Grace', subjectId: id, before: { name: 'Alan' }, after: { name: 'Alan T.' } }]);
    expect(await noted(stranger, 'person.changed')).toEqual([]);
  });

  test('a roster, with those who were there before', async () => {
    const one = await course();
    const entry = { name: 'Alan', email: null, externalId: `lms-${one.course.id}`, role: 'student' as const };
    await importRoster(database.db, one.course.id, [entry], operator);
    await importRoster(database.db, one.course.id, [{ ...entry, name: 'Alan T.' }], by(one));
    expect(await noted(one, 'roster.imported')).toMatchObject([
      { before: [], after: [{ name: 'Alan', role: 'student' }] },
      { actorId: one.instructor.id, before: [{ name: 'Alan' }], after: [{ name: 'Alan T.' }] },
    ]);
  });

  test('an assignment that is made or changed, what changed alone; one that stays as it is leaves none', async () => {
    const one = await course();
    const { id } = one.assignment;
    const dueAt = new Date('2030-02-01T12:00:00Z');
    await updateAssignment(database.db, id, { dueAt, title: 'Exercise 09' }, by(one));
    await updateAssignment(database.db, id, { dueAt }, by(one));
    await updateAssignment(database.db, id, { dueAt: null, policy: 'best' }, by(one));
    expect(await noted(one, 'assignment.created')).toMatchObject([{ subjectId: id, after: { title: 'Exercise 09', policy: 'latest' } }]);
    expect((await noted(one, 'assignment.changed')).map(({ before, after }) => [before, after])).toEqual([
      [{ dueAt: null }, { dueAt: dueAt.toISOString() }],
      [{ dueAt: dueAt.toISOString(), policy: 'latest' }, { dueAt: null, policy: 'best' }],
    ]);
  });

  test('a rubric, once, and it is shown in the courses that use it', async () => {
    const [one, stranger] = [await course(), await course()];
    const { id } = await ensureRubric(database.db, otherRubric, by(one));
    await ensureRubric(database.db, otherRubric, by(one));
    await insertAssignment(database.db, { courseId: one.course.id, rubricId: id, title: 'Another' }, by(one));
    expect((await noted(one, 'rubric.published')).filter(({ subjectId }) => subjectId === id)).toMatchObject([{ actor: 'Grace', after: { slug: 'empty' } }]);
    expect((await noted(stranger, 'rubric.published')).filter(({ subjectId }) => subjectId === id)).toEqual([]);
  });

  test('a token that is made or revoked, and never the token itself', async () => {
    const one = await course();
    const { id, token } = await createToken(database.db, { userId: one.student.id, name: 'laptop', courseId: one.course.id }, by(one));
    expect(await revokeToken(database.db, id, operator)).toBe(true);
    expect(await revokeToken(database.db, id, operator)).toBe(false);
    const rows = [...(await noted(one, 'token.created')), ...(await noted(one, 'token.revoked'))];
    expect(rows).toMatchObject([
      { actor: 'Grace', subjectKind: 'user', subjectId: one.student.id, before: null, after: { token: id, name: 'laptop', expiresAt: null } },
      { actor: 'command line', subjectId: one.student.id, before: { token: id, name: 'laptop' }, after: null },
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('host keys that are noted, and one that is accepted in place of another', async () => {
    const one = await course();
    const host = { courseId: one.course.id, studentId: one.student.id, address: '10.0.0.9', port: 22 };
    await pinHostKeys(database.db, host, ['SHA256:old'], 'enrolment');
    await pinHostKeys(database.db, host, ['SHA256:new', 'SHA256:other'], 'first-contact');
    await pinHostKeys(database.db, host, ['SHA256:old'], 'first-contact');
    const [pending] = await database.db.select().from(hostKeys).where(eq(hostKeys.fingerprint, 'SHA256:new'));
    await acceptHostKey(database.db, { courseId: one.course.id, id: pending?.id ?? '', userId: one.instructor.id });
    expect(await noted(one, 'host-key.noted')).toMatchObject([
      { actor: 'Ada', after: { fingerprints: ['SHA256:old'], outcome: 'pinned' } },
      { actor: 'worker', before: { fingerprints: ['SHA256:old'] }, after: { fingerprints: ['SHA256:new', 'SHA256:other'], outcome: 'pending' } },
    ]);
    expect(await noted(one, 'host-key.accepted')).toMatchObject([
      { actor: 'Grace', subjectId: pending?.id, before: { fingerprints: ['SHA256:old'] }, after: { fingerprints: ['SHA256:new', 'SHA256:other'] } },
    ]);
  });
});

test('what is rolled back leaves no row', async () => {
  const one = await course();
  const failing = database.db.transaction(async (tx) => {
    await updateAssignment(tx, one.assignment.id, { title: 'Changed' }, by(one));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await noted(one, 'assignment.changed')).toEqual([]);
});

test('somebody who is no longer on record is noted all the same', async () => {
  const one = await course();
  await recordAudit(database.db, { actor: { userId: newId() }, action: 'course.created', subject: { kind: 'course', id: one.course.id }, courseId: one.course.id });
  expect((await noted(one, 'course.created')).map(({ actor }) => actor)).toEqual(['command line', 'unknown']);
});

test.each([
  ['update', sql`update audit_log set why = 'no reason'`],
  ['deletion', sql`delete from audit_log`],
  ['truncation', sql`truncate audit_log`],
])('the log refuses every %s', async (_what, statement) => {
  const one = await course();
  const before = await noted(one, 'course.created');
  await expect(database.db.execute(statement)).rejects.toMatchObject({ cause: { message: expect.stringContaining('append-only') } });
  expect(await noted(one, 'course.created')).toEqual(before);
  expect(await database.db.$count(auditLog)).toBeGreaterThan(0);
});
