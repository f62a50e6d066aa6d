import { setTimeout as after } from 'node:timers/promises';
import type { ChaosStudent } from './course.ts';

export interface HandedIn {
  student: ChaosStudent;
  submissionId: string;
  /** Requests until one was answered with 2xx. */
  requests: number;
  /** Of the one that was. */
  answerMs: number;
}

export interface HandIn {
  api: string;
  assignment: string;
  port: number;
}

/** Hands in over HTTP, the same request under the same Idempotency-Key until it is answered with 2xx. */
export async function handIn(student: ChaosStudent, { api, assignment, port }: HandIn): Promise<HandedIn> {
  const request = {
    method: 'POST',
    headers: { Authorization: `Bearer ${student.token}`, 'Content-Type': 'application/json', 'Idempotency-Key': `hand-in ${student.id}` },
    body: JSON.stringify({ assignment, address: student.host.address, port, login: 'student' }),
  };
  for (let requests = 1; ; requests++) {
    const askedAt = performance.now();
    const answer = await fetch(`${api}/v1/submissions`, { ...request, signal: AbortSignal.timeout(15_000) }).catch(() => null);
    const body = await answer?.text().catch(() => null);
    if (answer?.ok && typeof body === 'string') {
      return { student, submissionId: (JSON.parse(body) as { id: string }).id, requests, answerMs: performance.now() - askedAt };
    }
    if (answer && answer.status < 500 && body) throw new Error(`A submission was refused with ${answer.status}: ${body.slice(0, 300)}`);
    await after(250);
  }
}
