import { setTimeout as after } from 'node:timers/promises';
import type { GradeJson } from '#rubric/grade-json.ts';
import { ApiClient } from './client.ts';
import type { DemoHost } from './demo-host.ts';
import type { Progress } from './progress.ts';

interface Submission {
  id: string;
  status: string;
  progress: Progress | null;
  grade: GradeJson | null;
}

export interface GradedHost {
  host: DemoHost;
  submission: string;
  grade: GradeJson | null;
  /** Markdown. */
  report: string;
}

/** What an instructor does before the term: a course, an assignment with the built-in rubric, a student for each host. */
export async function setUpCourse(url: string, staffToken: string, hosts: readonly DemoHost[]) {
  const staff = new ApiClient(url, staffToken);
  const today = new Date();
  const course = await staff.json<{ id: string }>('POST', '/v1/courses', {
    name: `Demo of ${today.toISOString().slice(0, 16).replace('T', ' ')}`,
    endsAt: new Date(today.getTime() + 120 * 86_400_000).toISOString(),
  });
  const assignment = await staff.json<{ id: string }>('POST', `/v1/courses/${course.id}/assignments`, { title: 'Linux networking' });
  const students = await Promise.all(
    hosts.map(async (host) => {
      const member = await staff.json<{ user: string }>('POST', `/v1/courses/${course.id}/members`, { name: host.name, role: 'student' });
      const made = await staff.json<{ token: string }>('POST', '/v1/tokens', { user: member.user, name: 'demo', course: course.id });
      return { host, userId: member.user, client: new ApiClient(url, made.token) };
    }),
  );
  return { assignment: assignment.id, students };
}

/** What a student does: enrol the machine with the script, hand it in, wait, read the report. */
export async function takePart(
  { host, client }: { host: DemoHost; client: ApiClient },
  assignment: string,
  onProgress: (progress: Progress) => void,
): Promise<GradedHost> {
  onProgress({ phase: 'enrolling' });
  const line = await host.enrol(await client.text('/v1/enrolment.sh', '*/*'));
  await client.json('POST', '/v1/enrolments', { line });
  const { id } = await client.json<Submission>('POST', '/v1/submissions', { assignment, address: host.address, port: host.port });
  const settled = await watch(client, id, onProgress);
  onProgress({ phase: endingOf(settled) });
  return { host, submission: id, grade: settled.grade, report: await client.text(`/v1/submissions/${id}/report`, 'text/markdown') };
}

async function watch(client: ApiClient, id: string, onProgress: (progress: Progress) => void): Promise<Submission> {
  for (;;) {
    const submission = await client.json<Submission>('GET', `/v1/submissions/${id}`);
    if (submission.status === 'graded' || submission.status === 'not_gradable') return submission;
    onProgress(submission.progress ?? { phase: submission.status });
    await after(100);
  }
}

function endingOf({ grade }: Submission): string {
  if (!grade || grade.status === 'not_gradable') return 'not gradable';
  return `scored ${grade.earned} of ${grade.possible}${grade.status === 'provisional' ? ', provisional' : ''}`;
}
