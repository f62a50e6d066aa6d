import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Redis } from 'ioredis';
import { newId } from '#db/id.ts';
import { startRedisCluster, type TestRedisCluster } from '#setup/testing/redis-cluster.ts';
import type { QueueBackend } from './backend.ts';
import { openQueues } from './open-queues.ts';
import { hashTagged } from './redis-cluster.ts';
import { startWorker } from './start-worker.ts';

// Without redis-server the set-up says so, and provides no Redis.
const isInstalled = inject('redisUrl') !== null;
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-cluster-'));
let cluster: TestRedisCluster | undefined;
beforeAll(async () => {
  if (isInstalled) cluster = await startRedisCluster(folder);
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Keys that lie on a node, and no other node's. */
async function keysOn(url: string): Promise<string[]> {
  const client = new Redis(url);
  const keys = await client.keys('*');
  client.disconnect();
  return keys;
}

test.skipIf(!isInstalled)('jobs of both queues run on a cluster of three nodes, of which one is named', async () => {
  const [url = '', ...others] = cluster?.urls ?? [];
  const backend: QueueBackend = { kind: 'redis', url, otherNodes: [] };
  const faults: Error[] = [];
  const queues = openQueues({ backend, onError: (error) => faults.push(error), answerWithinMs: 60_000 });
  const seen = { grading: Promise.withResolvers<string>(), regrading: Promise.withResolvers<string>() };
  const onError = ({ error }: { error: Error }) => faults.push(error);
  const [submissionId, regradeId] = [newId(), newId()];
  await queues.ping();
  await queues.enqueueGrading(submissionId);
  await queues.enqueueGrading(submissionId);
  await queues.enqueueRegrade(regradeId, 1);
  expect(await queues.depth()).toMatchObject({ grading: { waiting: 1 }, regrading: { waiting: 1 } });
  const workers = [
    startWorker('grading', (payload) => Promise.resolve(seen.grading.resolve(payload.submissionId)), { backend, onError }),
    startWorker('regrading', (payload) => Promise.resolve(seen.regrading.resolve(payload.regradeId)), { backend, onError }),
  ];
  expect(await Promise.all([seen.grading.promise, seen.regrading.promise])).toEqual([submissionId, regradeId]);
  await expect.poll(() => queues.depth(), { timeout: 20_000 }).toMatchObject({ grading: { waiting: 0, active: 0 }, regrading: { waiting: 0, active: 0 } });
  const keys = await Promise.all([url, ...others].map(keysOn));
  expect(keys.filter((each) => each.length > 0)).toHaveLength(1);
  expect(keys.flat().every((key) => key.startsWith('{netgrader}:'))).toBe(true);
  for (const worker of workers) await worker.close(1000);
  await queues.close();
  expect(faults).toEqual([]);
});

test('what stands in braces already stays', () => {
  expect([hashTagged('netgrader'), hashTagged('{a}:b')]).toEqual(['{netgrader}', '{a}:b']);
});
