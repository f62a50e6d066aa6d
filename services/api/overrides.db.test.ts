import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#db/id.ts';
import { selectOptionalCurrentGrade } from '#db/queries/grade-versions.ts';
import { selectOverrides } from '#db/queries/overrides.ts';
import { confirmRegrade, insertRegrade } from '#db/queries/regrades.ts';
import { oneCheckRubric } from '#db/testing/graded-course.ts';
import { previewRescore, rescore } from '#workers/regrading/rescore.ts';
import { gradedCourse, type GradedCourse, onlyCheck } from './testing/graded-course.ts';
import { useApi } from './testing/harness.ts';

const api = useApi();
let course: GradedCourse;
let submission: string;
let path: string;
beforeEach(async () => {
  course = await gradedCourse(api, 2);
  submission = course.submissions[0] ?? '';
  path = `/v1/submissions/${submission}/overrides/${onlyCheck}`;
});

const instructor = (method: string, of: string, body?: unknown) => api.call(method, of, { token: course.instructorToken, ...(body === undefined ? {} : { body }) });
const current = () => selectOptionalCurrentGrade(api.db, submission);
const override = { points: 1.5, reason: 'Shown in the lab' };

/** All of the class, under the rubric in which the check is worth 3 points. */
async function regrade(): Promise<void> {
  const wanted = { assignmentId: course.assignment.id, kind: 'rescore', rubricId: course.better, filter: {}, reason: 'Worth 3', userId: course.instructor.id } as const;
  const made = await insertRegrade(api.db, wanted);
  const never = new AbortController().signal;
  await previewRescore(api.db, made, never);
  await confirmRegrade(api.db, { id: made.id, userId: course.instructor.id, holds: 'worse', adoptRubric: true });
  await rescore(api.db, made, never);
}

describe('an override', () => {
  test('makes a version with its points, and is lifted again', async () => {
    expect(await instructor('PUT', path, override)).toMatchObject({ status: 200, body: { version: 2, source: 'override', earned: 1.5, current: true } });
    expect(await current()).toMatchObject({ version: 2, earned: 150 });
    const read = await instructor('GET', `/v1/submissions/${submission}`);
    expect(read.body).toMatchObject({ grade: { earned: 1.5, rubric: { id: 'small' }, criteria: [{ checks: [{ override: { reason: override.reason, scored: 0 } }] }] } });
    expect(await instructor('DELETE', `${path}?reason=A%20mistake`)).toMatchObject({ status: 200, body: { version: 3, source: 'lift', earned: 0 } });
    expect(await current()).toMatchObject({ version: 3, earned: 0 });
    expect(await instructor('DELETE', `${path}?reason=Again`)).toMatchObject({ status: 404 });
    expect(await selectOverrides(api.db, course.assignment.id, { lookAgain: false })).toEqual([]);
  });

  test('stays on top of a regrade, and is put before the instructor again, who keeps it', async () => {
    await instructor('PUT', path, override);
    await regrade();
    expect(await current()).toMatchObject({ source: 'rescore', earned: 150, possible: 300 });
    const waiting = `/v1/assignments/${course.assignment.id}/overrides?lookAgain=true`;
    expect(await instructor('GET', waiting)).toMatchObject({
      status: 200,
      body: { overrides: [{ submission, check: onlyCheck, points: 1.5, reason: override.reason, createdBy: course.instructor.id, lookAgainAt: expect.any(String) }] },
    });
    expect(await instructor('POST', `${path}/confirm`, { reason: 'Still right' })).toMatchObject({ status: 200, body: { points: 1.5, lookAgainAt: null } });
    expect((await instructor('GET', waiting)).body).toEqual({ overrides: [] });
    expect((await instructor('GET', `/v1/assignments/${course.assignment.id}/overrides`)).body).toMatchObject({ overrides: [{ submission }] });
  });

  test.each([
    ['more points than the check has', { points: 2.01, reason: 'x' }, 422, 'points'],
    ['fewer than none', { points: -1, reason: 'x' }, 422, 'points'],
    ['no reason', { points: 1 }, 422, 'reason'],
  ])('of %s is refused', async (_what, body, status, field) => {
    expect(await instructor('PUT', path, body)).toMatchObject({ status, body: { errors: [{ field }] } });
    expect(await current()).toMatchObject({ version: 1 });
  });

  test('of a check that the rubric does not have, or by who does not teach, is refused', async () => {
    expect((await instructor('PUT', `/v1/submissions/${submission}/overrides/ssh.nothing`, override)).status).toBe(404);
    const other = await gradedCourse(api, 0);
    for (const [method, of, body] of [['PUT', path, override], ['DELETE', `${path}?reason=x`], ['POST', `${path}/confirm`, { reason: 'x' }], ['GET', `/v1/submissions/${submission}/grades`]] as const) {
      expect((await api.call(method, of, { token: other.instructorToken, body })).status).toBe(404);
      // A student of the course, whose submission it is not.
      expect((await api.call(method, of, { token: course.studentToken, body })).status).toBe(404);
    }
    expect(await current()).toMatchObject({ version: 1 });
  });
});

test('the versions of a grade tell what made them and by which rubric', async () => {
  await instructor('PUT', path, override);
  await regrade();
  const { body } = await instructor('GET', `/v1/submissions/${submission}/grades`);
  expect(body['grades']).toMatchObject([
    { version: 1, source: 'visit', regrade: null, rubric: { id: 'small', version: expect.stringMatching(/^1\.0\.0/) }, earned: 0, current: false },
    { version: 2, source: 'override', rubricId: course.assignment.rubricId, earned: 1.5, possible: 2, current: false },
    { version: 3, source: 'rescore', regrade: expect.any(String), rubric: { version: expect.stringMatching(/^2\.0\.0/) }, rubricId: course.better, possible: 3, current: true },
  ]);
});

test('the course’s log is read page by page and by action and subject, by its instructors alone', async () => {
  const log = `/v1/courses/${course.course.id}/audit`;
  await instructor('PUT', path, override);
  await instructor('DELETE', `${path}?reason=A%20mistake`);
  const of = await instructor('GET', `${log}?action=override&limit=1`);
  expect(of.body).toMatchObject({
    entries: [{ action: 'override.lifted', actor: { id: course.instructor.id, name: 'Grace' }, subject: { kind: 'submission', id: submission }, before: { override: { earned: 150 } }, why: 'A mistake' }],
  });
  const next = await instructor('GET', `${log}?action=override&limit=1&cursor=${String(of.body['next'])}`);
  expect(next.body).toMatchObject({ entries: [{ action: 'override.set', after: { override: { earned: 150 } }, why: override.reason }], next: null });
  const all = (await instructor('GET', `${log}?subject=${submission}`)).body['entries'] as { action: string }[];
  expect(all.map(({ action }) => action)).toEqual(['override.lifted', 'override.set', 'grade.stored']);
  expect((await instructor('GET', `${log}?action=%25`)).status).toBe(422);
  expect((await instructor('GET', `${log}?cursor=x`)).status).toBe(422);
  expect((await api.call('GET', log, { token: course.studentToken })).status).toBe(403);
  expect((await api.call('GET', log, { token: (await gradedCourse(api, 0)).instructorToken })).status).toBe(404);
});

test('a check that cannot be one is told so', async () => {
  expect((await instructor('DELETE', `/v1/submissions/${submission}/overrides/%00?reason=x`)).status).toBe(422);
  expect((await instructor('POST', `/v1/assignments/${course.assignment.id}/regrades`, { kind: 'rescore', reason: 'x', filter: { check: '\0' } })).status).toBe(422);
});

test('a rubric is published once, by whoever teaches, and only if it is valid', async () => {
  const publish = (text: string, token = course.instructorToken) => api.call('POST', '/v1/rubrics', { token, body: { text } });
  const made = await publish(oneCheckRubric('3.0.0', 4));
  expect(made).toMatchObject({ status: 201, body: { version: expect.stringMatching(/^3\.0\.0\+/) } });
  expect((await publish(oneCheckRubric('3.0.0', 4))).body).toEqual(made.body);
  expect((await instructor('PATCH', `/v1/assignments/${course.assignment.id}`, { rubric: made.body['rubricId'] })).status).toBe(200);
  expect(await publish('id: x')).toMatchObject({ status: 422, body: { errors: expect.arrayContaining([expect.objectContaining({ field: 'rubric' })]) } });
  expect((await publish(oneCheckRubric('4.0.0', 4), course.studentToken)).status).toBe(403);
});

test('published rubrics are listed and compared in words', async () => {
  const listed = (await instructor('GET', '/v1/rubrics')).body['rubrics'] as { rubricId: string; version: string }[];
  expect(listed.map(({ rubricId }) => rubricId)).toEqual(expect.arrayContaining([course.better, course.assignment.rubricId]));
  const diff = await instructor('GET', `/v1/rubrics/${course.better}/diff?from=${course.assignment.rubricId}`);
  expect(diff).toMatchObject({ status: 200, body: { from: { id: 'small' }, to: { id: 'small' } } });
  expect(diff.body['changes']).toEqual(expect.arrayContaining([expect.stringContaining('3')]));
  expect((await instructor('GET', `/v1/rubrics/${course.better}/diff?from=${course.better}`)).body).toMatchObject({ changes: [] });
  expect((await instructor('GET', `/v1/rubrics/${newId()}/diff?from=${course.better}`)).status).toBe(404);
  expect((await instructor('GET', `/v1/rubrics/${course.better}/diff?from=x`)).status).toBe(422);
  expect((await api.call('GET', '/v1/rubrics', { token: course.studentToken })).status).toBe(403);
  // The same text is the same version.
  const made = await instructor('POST', `/v1/courses/${course.course.id}/assignments`, { title: 'Again', rubric: oneCheckRubric('2.0.0', 3) });
  expect(made).toMatchObject({ status: 201, body: { rubricId: course.better } });
});
