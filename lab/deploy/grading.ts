import { ApiClient } from '#services/demo/client.ts';
import { apiUrl, type Installation } from './installation.ts';

export interface HandedIn {
  id: string;
  client: ApiClient;
}

interface Submission {
  id: string;
  status: string;
}

/** A course of so many students over HTTP, each of whom hands in a machine that is none: an HTTP server or a Redis. */
export async function handIn(installation: Installation, staff: ApiClient, targets: readonly { address: string; port: number }[]): Promise<HandedIn[]> {
  const endsAt = new Date(Date.now() + 100 * 86_400_000).toISOString();
  const course = await staff.json<{ id: string }>('POST', '/v1/courses', { name: 'Proof', endsAt });
  const assignment = await staff.json<{ id: string }>('POST', `/v1/courses/${course.id}/assignments`, { title: 'Exercise' });
  return Promise.all(
    targets.map(async ({ address, port }, index) => {
      const member = await staff.json<{ user: string }>('POST', `/v1/courses/${course.id}/members`, { name: `Student ${index}`, role: 'student' });
      const made = await staff.json<{ token: string }>('POST', '/v1/tokens', { user: member.user, name: 'proof', course: course.id });
      const client = new ApiClient(apiUrl, made.token);
      // What the enrolment script would report; nobody checks it before the visit.
      await client.text('/v1/enrolment.sh', '*/*');
      const report = { login: 'student', port, addresses: [address], hostKeys: [`SHA256:${'A'.repeat(43)}`] };
      await client.json('POST', '/v1/enrolments', { line: `netgrader-enrolment:v1:${Buffer.from(JSON.stringify(report)).toString('base64url')}` });
      const { id } = await client.json<Submission>('POST', '/v1/submissions', { assignment: assignment.id, address, port });
      return { id, client };
    }),
  );
}

/** Waits until it is settled; its status and report. */
export async function settled({ id, client }: HandedIn): Promise<{ status: string; report: string }> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const { status } = await client.json<Submission>('GET', `/v1/submissions/${id}`);
    if (status === 'graded' || status === 'not_gradable') return { status, report: await client.text(`/v1/submissions/${id}/report`, 'text/markdown') };
    if (Date.now() > deadline) throw new Error(`Submission ${id} is still ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
