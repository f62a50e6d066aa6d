import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { ensureImage } from './image.ts';
import { openLab } from './lab.ts';
import { knownLabs } from './lab-record.ts';
import { poll } from './poll.ts';
import { isAlive } from './process-identity.ts';
import { remains, takeTraces } from './testing/traces.ts';
import type { LabTraces } from './testing/traces.ts';

async function labInAnotherProcess(): Promise<{ owner: ChildProcessByStdio<null, Readable, null>; traces: LabTraces }> {
  await ensureImage();
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), 'boot', 'orphan'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: string[] = await once(createInterface(owner.stdout), 'line');
  const network = `${line?.split(' ')[1]?.split('.').slice(0, 3).join('.')}.0/24`;
  return { owner, traces: takeTraces(network) };
}

test('a lab whose owner was killed is removed by the next lab', async () => {
  const { owner, traces } = await labInAnotherProcess();
  expect(remains(traces)).not.toEqual([]);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const next = await openLab();
  try {
    // The link goes when the kernel gets round to freeing the namespace, all else is gone by now.
    await poll(10_000, () => remains(traces).length === 0 || undefined);
    expect(remains(traces)).toEqual([]);
  } finally {
    await next.close();
  }
});

test.each(['SIGINT', 'SIGTERM'] as const)('a lab whose owner gets %s is removed at once', async (signal) => {
  const { owner, traces } = await labInAnotherProcess();
  owner.kill(signal);
  const [, endedBy] = await once(owner, 'exit');
  expect(endedBy).toBe(signal);
  await poll(10_000, () => remains(traces).length === 0 || undefined);
  expect(remains(traces)).toEqual([]);
});

test('a lab whose owner lives is left alone by the next lab', async () => {
  const { owner, traces } = await labInAnotherProcess();
  await (await openLab()).close();
  expect(knownLabs().find(({ id }) => id === traces.labId)?.alive).toBe(true);
  expect(traces.recorded.length).toBe(3);
  expect(traces.recorded.every(isAlive)).toBe(true);
  owner.kill('SIGTERM');
  await once(owner, 'exit');
});
