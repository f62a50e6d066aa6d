import { expect, test } from 'vitest';
import { makeCourse, submit } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { selectAudit } from './audit.ts';
import { answerSecondLook, askSecondLook, selectOpenSecondLooks, selectSecondLooks, withdrawSecondLook } from './second-looks.ts';

const database = useDatabase();

async function asked() {
  const course = await makeCourse(database.db);
  const submissionId = await submit(database.db, course);
  const request = { submissionId, checkId: 'ssh.root-login-refused', reason: 'It is refused', userId: course.student.id };
  const look = await askSecondLook(database.db, request);
  if (!look) throw new Error('There is none yet');
  return { course, submissionId, request, look };
}

test('a check has one open question at a time, also when asked twice at once', async () => {
  const { course, submissionId, request, look } = await asked();
  expect(await askSecondLook(database.db, request)).toBeNull();
  expect(await Promise.all([1, 2].map(() => askSecondLook(database.db, { ...request, checkId: 'ssh.other' })))).toContain(null);
  expect(await selectSecondLooks(database.db, submissionId)).toHaveLength(2);
  expect(await selectOpenSecondLooks(database.db, course.assignment.id)).toMatchObject([
    { id: look.id, studentId: course.student.id, studentName: 'Ada' },
    { checkId: 'ssh.other' },
  ]);
});

test('what was withdrawn cannot be answered, and can be asked again', async () => {
  const { course, submissionId, request, look } = await asked();
  expect(await withdrawSecondLook(database.db, { id: look.id, submissionId, userId: course.student.id })).toMatchObject({ id: look.id });
  expect(await answerSecondLook(database.db, { id: look.id, submissionId, answer: 'No', userId: course.instructor.id })).toBeNull();
  expect(await askSecondLook(database.db, request)).toMatchObject({ checkId: request.checkId });
  expect((await selectSecondLooks(database.db, submissionId)).map(({ state }) => state)).toEqual(['withdrawn', 'open']);
});

test('an answer names who gave it, closes the question, and every step leaves a row', async () => {
  const { course, submissionId, look } = await asked();
  const answer = { id: look.id, submissionId, answer: 'You are right', userId: course.instructor.id };
  await answerSecondLook(database.db, answer);
  expect(await answerSecondLook(database.db, answer)).toBeNull();
  expect(await withdrawSecondLook(database.db, { id: look.id, submissionId, userId: course.student.id })).toBeNull();
  expect(await selectSecondLooks(database.db, submissionId)).toMatchObject([{ state: 'answered', answer: 'You are right', answeredByName: 'Grace' }]);
  expect(await selectOpenSecondLooks(database.db, course.assignment.id)).toEqual([]);
  const rows = await selectAudit(database.db, { courseId: course.course.id, action: 'second-look', limit: 10 });
  expect(rows.map(({ action, actor, subjectId, why }) => ({ action, actor, subjectId, why }))).toEqual([
    { action: 'second-look.answered', actor: 'Grace', subjectId: submissionId, why: 'You are right' },
    { action: 'second-look.asked', actor: 'Ada', subjectId: submissionId, why: 'It is refused' },
  ]);
});

test('an answer that fails in its transaction leaves the question open', async () => {
  const { course, submissionId, look } = await asked();
  const failing = database.db.transaction(async (tx) => {
    await answerSecondLook(tx, { id: look.id, submissionId, answer: 'Half done', userId: course.instructor.id });
    throw new Error('the points could not be changed');
  });
  await expect(failing).rejects.toThrow('could not be changed');
  expect(await selectSecondLooks(database.db, submissionId)).toMatchObject([{ state: 'open', answer: null }]);
});
