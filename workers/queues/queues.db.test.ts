import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { freeLoopbackPort } from '#db/embedded/free-port.ts';
import { useDatabase } from '#db/testing/database.ts';
import { newId } from '#db/id.ts';
import { makeCourse, submit } from '#db/testing/course.ts';
import type { QueueBackend } from './backend.ts';
import { QueueUnavailableError, RetryLater } from './errors.ts';
import { openQueues, type Queues } from './open-queues.ts';
import { requeueNeglected } from './requeue.ts';
import { expireLock, stealLock } from './testing/steal-lock.ts';
import { type Processor, startWorker, type WorkerOptions } from './start-worker.ts';

const database = useDatabase();
const redisUrl = inject('redisUrl');

const gate = () => Promise.withResolvers<void>();

// Without redis-server the set-up says so; there is nothing to test against then.
const kinds: QueueBackend['kind'][] = redisUrl === null ? ['postgres'] : ['postgres', 'redis'];

describe.each(kinds)('queues on %s', (kind) => {
  let backend: QueueBackend;
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(() => {
    backend = kind === 'postgres' ? { kind, url: database.url } : { kind, url: redisUrl ?? '', prefix: newId() };
  });
  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });
  const queues = (): Queues => {
    const made = openQueues({ backend });
    opened.push(made);
    return made;
  };
  const work = (processor: Processor<'grading'>, options: Partial<WorkerOptions<'grading'>> = {}) => {
    const worker = startWorker('grading', processor, { backend, ...options });
    opened.push({ close: () => worker.close(1000) });
    return worker;
  };

  test('a submission is graded once, though it was enqueued three times at once', async () => {
    const producer = queues();
    const id = newId();
    const seen: string[] = [];
    const both = gate();
    const last = newId();
    await Promise.all([1, 2, 3].map(() => producer.enqueueGrading(id)));
    await producer.enqueueGrading(last);
    work(
      async ({ submissionId }) => {
        seen.push(submissionId);
        if (submissionId === last) both.resolve();
      },
      { concurrency: 1 },
    );
    await both.promise;
    expect(seen).toEqual([id, last]);
  });

  test('progress is seen from outside while the job runs, and is gone after it', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    expect(await producer.gradingProgress(id)).toEqual({ phase: 'queued', done: 0, total: 0 });
    const finish = gate();
    work(async (_, { report }) => {
      for (let done = 0; done <= 14; done++) report({ phase: 'collecting', done, total: 37 });
      await finish.promise;
    });
    await expect.poll(() => producer.gradingProgress(id), { timeout: 10_000 }).toEqual({ phase: 'collecting', done: 14, total: 37 });
    finish.resolve();
    await expect.poll(() => producer.gradingProgress(id), { timeout: 10_000 }).toBeNull();
    expect(await producer.gradingProgress(newId())).toBeNull();
  });

  test('a job that asks to run later does so, without counting as failed', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    const starts: number[] = [];
    const faults: unknown[] = [];
    const done = gate();
    work(
      async (_, { start }) => {
        starts.push(start);
        if (starts.length < 5) throw new RetryLater(50);
        done.resolve();
      },
      { onError: (fault) => faults.push(fault) },
    );
    await done.promise;
    expect(starts).toEqual([1, 2, 3, 4, 5]);
    expect(faults).toEqual([]);
  });

  test('while a job waits to run later, it shows as queued', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    const ran = gate();
    work(async (_, { report }) => {
      report({ phase: 'connecting', done: 0, total: 0 });
      ran.resolve();
      throw new RetryLater(60_000);
    });
    await ran.promise;
    await expect.poll(() => producer.gradingProgress(id), { timeout: 10_000 }).toEqual({ phase: 'queued', done: 0, total: 0 });
  });

  test('a processor that throws is tried again, and the last time is told as final', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    const finals: boolean[] = [];
    const last = gate();
    work(
      () => Promise.reject(new Error('a fault of ours')),
      {
        onError: ({ payload, final }) => {
          if (payload?.submissionId === id) finals.push(final);
          if (final) last.resolve();
        },
      },
    );
    await last.promise;
    expect(finals).toEqual([false, false, true]);
    // Its id is free again: the sweeper may enqueue it once more.
    await producer.enqueueGrading(id);
    await expect.poll(() => producer.gradingProgress(id), { timeout: 10_000 }).not.toBeNull();
  });

  test('a job whose lock was lost is aborted', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    const aborted = gate();
    const started = gate();
    work(
      async (_, { signal }) => {
        started.resolve();
        signal.addEventListener('abort', () => aborted.resolve());
        await aborted.promise;
      },
      { lockMs: 400 },
    );
    await started.promise;
    await stealLock(backend, id);
    await expect(aborted.promise).resolves.toBeUndefined();
  });

  test('a job whose workers die again and again is told as final, and is not started for ever', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    let starts = 0;
    const finals: boolean[] = [];
    work(
      async ({ submissionId }, { signal }) => {
        // Another test may have left a job behind.
        if (submissionId !== id) return;
        starts += 1;
        await expireLock(backend, id);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      { lockMs: 300, stalls: 2, onError: ({ payload, final }) => void (payload?.submissionId === id && finals.push(final)) },
    );
    await expect.poll(() => finals.at(-1), { timeout: 20_000 }).toBe(true);
    // Three or four: the backends count the first stall differently.
    expect(starts).toBeLessThanOrEqual(4);
  }, 30_000);

  test('closing a worker aborts what does not end in its grace, and the job runs elsewhere', async () => {
    const producer = queues();
    const id = newId();
    await producer.enqueueGrading(id);
    const started = gate();
    const faults: unknown[] = [];
    const first = startWorker(
      'grading',
      async (_payload, { signal }) => {
        started.resolve();
        await new Promise<void>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('called off')));
        });
      },
      { backend, onError: (fault) => faults.push(fault) },
    );
    await started.promise;
    await first.close(10);
    expect(faults).toEqual([]);
    const again = gate();
    work(async ({ submissionId }) => {
      if (submissionId === id) again.resolve();
    });
    await expect(again.promise).resolves.toBeUndefined();
  });

  test('what was handed in and never enqueued is found and enqueued', async () => {
    const producer = queues();
    const id = await submit(database.db, await makeCourse(database.db));
    await requeueNeglected(database.db, producer, 0);
    expect(await producer.gradingProgress(id)).toEqual({ phase: 'queued', done: 0, total: 0 });
  });

  test('answers a ping', async () => {
    await expect(queues().ping()).resolves.toBeUndefined();
  });
});

test('a Postgres that was away when the queues were opened is used as soon as it is there', async () => {
  const port = await freeLoopbackPort();
  const url = new URL(database.url);
  const [target, host] = [Number(url.port), url.hostname];
  url.port = String(port);
  const producer = openQueues({ backend: { kind: 'postgres', url: url.href } });
  await expect(producer.ping()).rejects.toThrow(QueueUnavailableError);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, host);
    for (const one of [client, upstream]) sockets.add(one.on('error', () => {}));
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const id = newId();
  await expect.poll(() => producer.enqueueGrading(id).then(() => producer.gradingProgress(id), () => null), { timeout: 20_000 }).toEqual({ phase: 'queued', done: 0, total: 0 });
  await producer.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}, 30_000);

test.each<QueueBackend>([
  { kind: 'redis', url: 'redis://127.0.0.1:1' },
  { kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/nowhere' },
])('a caller does not wait for a $kind that is down', async (backend) => {
  const producer = openQueues({ backend, answerWithinMs: 300 });
  await expect(producer.enqueueGrading(newId())).rejects.toThrow(QueueUnavailableError);
  await expect(producer.ping()).rejects.toThrow(QueueUnavailableError);
  await producer.close().catch(() => {});
});
