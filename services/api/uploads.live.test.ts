import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradeJson } from '#rubric/grade-json.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { applyComplete } from '#lab/states.ts';
import { tarGzOf } from '#services/archive/testing/tar.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import { type Answer, useApi } from './testing/harness.ts';
import { enrolByApi, gradeByApi, liveCourse, liveWorker } from './testing/live-grading.ts';

const api = useApi();
let lab: Lab;
let worker: QueueWorker;
beforeAll(async () => {
  lab = await openLab();
  worker = liveWorker(api, { kind: 'postgres', url: api.url });
});
afterAll(async () => {
  await worker.close();
  await lab.close();
});

const outcomes = (submission: Answer['body']) =>
  new Map((submission['grade'] as GradeJson).criteria.flatMap(({ checks }) => checks.map((check) => [check.id, check.outcome] as const)));

test('a host without deliverables earns with an uploaded archive what it earned with them', async () => {
  const course = await liveCourse(api);
  const host = await lab.boot('api-upload');
  await applyComplete(host);
  await enrolByApi(api, course, host);
  const found = await host.run('find /home/student -iname lab_report.md | head -n 1');
  const report = (await host.run(`cat '${found.stdout.trim()}'`)).stdout;
  const onHost = outcomes(await gradeByApi(api, course, host));
  await host.applyState('find /home/student -iname lab_report.md -delete');
  const without = outcomes(await gradeByApi(api, course, host));
  const upload = await api.call('POST', `/v1/uploads?assignment=${course.assignment.id}`, {
    token: course.studentToken,
    body: tarGzOf({ './exercise-09/docs/LAB_REPORT.md': report }),
    headers: { 'Content-Type': 'application/gzip' },
  });
  expect(upload).toMatchObject({ status: 201, body: { files: [{ path: 'exercise-09/docs/LAB_REPORT.md' }] } });
  const submission = await gradeByApi(api, course, host, { upload: upload.body['id'] });
  const uploaded = outcomes(submission);
  for (const check of ['interfaces.modern-tools', 'interfaces.address-documented', 'interfaces.listeners-documented']) {
    expect([check, onHost.get(check), without.get(check), uploaded.get(check)]).toEqual([check, 'passed', 'failed', 'passed']);
  }
  const evidence = await api.call('GET', `/v1/submissions/${submission.id}/evidence`, { token: course.instructorToken });
  expect(evidence.body['uploads']).toMatchObject([{ path: 'exercise-09/docs/LAB_REPORT.md', truncated: false }]);
});
