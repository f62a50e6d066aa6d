import { expect } from 'vitest';
import { createToken } from '#db/queries/api-tokens.ts';
import { makeCourse, operator, type TestCourse } from '#db/testing/course.ts';
import { runEnrolment } from '#lab/enrol.ts';
import type { LabHost } from '#lab/host.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { startGradingWorker } from '#workers/grading/grading-worker.ts';
import type { QueueBackend } from '#workers/queues/backend.ts';
import type { QueueWorker } from '#workers/queues/start-worker.ts';
import type { Answer, ApiHarness } from './harness.ts';

export interface LiveCourse extends TestCourse {
  studentToken: string;
  instructorToken: string;
}

/** A course, with the built-in rubric unless told otherwise, and tokens for its student and its instructor. */
export async function liveCourse(api: ApiHarness, rubric = readTextFile(builtInRubricFile, 'rubric')): Promise<LiveCourse> {
  const course = await makeCourse(api.db, rubric);
  const token = async (userId: string) => (await createToken(api.db, { userId, name: 'test' }, operator)).token;
  return { ...course, studentToken: await token(course.student.id), instructorToken: await token(course.instructor.id) };
}

/** A worker on the API's own database. Retries come after `retryDelaysMs`, by default never. */
export function liveWorker(api: ApiHarness, backend: QueueBackend, retryDelaysMs: number[] = []): QueueWorker {
  const dependencies = { db: api.db, sealer: api.sealer, retryDelaysMs, username: 'netgrader' };
  return startGradingWorker(dependencies, { backend, log: { info: () => {}, error: (details, message) => console.error(message, details) } });
}

/** Fetches the script with the student's token, runs it on the host with sudo, and pastes the line that it prints. */
export async function enrolByApi(api: ApiHarness, course: LiveCourse, host: LabHost): Promise<Answer> {
  const script = await api.call('GET', `/v1/enrolment.sh?course=${course.course.id}`, { token: course.studentToken });
  expect(script.status).toBe(200);
  const line = /^netgrader-enrolment:v1:\S+$/m.exec(await runEnrolment(host, script.text))?.[0];
  return api.call('POST', '/v1/enrolments', { token: course.studentToken, body: { line } });
}

/** Hands the host in, with what else the request says, and waits for its grade. */
export async function gradeByApi(api: ApiHarness, course: LiveCourse, host: LabHost, fields: Record<string, unknown> = {}): Promise<Answer['body'] & { id: string }> {
  const handedIn = await api.call('POST', '/v1/submissions', {
    token: course.studentToken,
    body: { assignment: course.assignment.id, address: host.address, ...fields },
  });
  expect(handedIn).toMatchObject({ status: 201 });
  const path = `/v1/submissions/${String(handedIn.body['id'])}`;
  const read = async () => (await api.call('GET', path, { token: course.studentToken })).body;
  await expect.poll(async () => (await read())['status'], { timeout: 120_000, interval: 100 }).toMatch(/graded|not_gradable/);
  return (await read()) as Answer['body'] & { id: string };
}
