import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { QueueBackend } from '../backend.ts';
import { gradingJobId, queueCatalogue } from '../catalogue.ts';

/** Gives a running job's lock to somebody else, as if another worker had taken it over. */
export async function stealLock(backend: QueueBackend, submissionId: string): Promise<void> {
  const { name } = queueCatalogue.grading;
  const jobId = gradingJobId(submissionId);
  if (backend.kind === 'redis') {
    const client = new Redis(backend.url);
    await client.set(`${backend.prefix ?? 'netgrader'}:${name}:${jobId}:lock`, 'thief', 'PX', 60_000);
    client.disconnect();
    return;
  }
  const client = new Client(backend.url);
  await client.connect();
  await client.query(`update bullmq.job set lock_token = 'thief', locked_until_ms = locked_until_ms + 60000 where queue = $1 and id = $2`, [name, jobId]);
  await client.end();
}

/** Lets a running job's lock run out, as if its worker had died. */
export async function expireLock(backend: QueueBackend, submissionId: string): Promise<void> {
  const { name } = queueCatalogue.grading;
  const jobId = gradingJobId(submissionId);
  if (backend.kind === 'redis') {
    const client = new Redis(backend.url);
    await client.del(`${backend.prefix ?? 'netgrader'}:${name}:${jobId}:lock`);
    client.disconnect();
    return;
  }
  const client = new Client(backend.url);
  await client.connect();
  await client.query(`update bullmq.job set lock_token = 'dead', locked_until_ms = 0 where queue = $1 and id = $2`, [name, jobId]);
  await client.end();
}
