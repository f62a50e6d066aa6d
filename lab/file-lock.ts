import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LabToolError } from './errors.ts';
import { toolEnvironment } from './tool.ts';

/**
 * Runs `work` while holding an exclusive lock on `file`, against other processes too. The kernel holds it
 * for a flock(1) that waits on our pipe, so it is released however this process ends.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: toolEnvironment(),
    detached: true, // Ctrl-C must not take the lock away before the work has stopped
  });
  const ended = once(holder, 'exit');
  const held = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!held) throw new LabToolError('flock', holder.exitCode, `could not lock ${file}`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
