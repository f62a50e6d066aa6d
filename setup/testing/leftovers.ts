import { readFile, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { stopOrphan, worksIn } from '#db/embedded/orphan.ts';

/** Temporary folders of test runs are named after the process that owns them. */
export const LEFTOVER_PREFIX = 'netgrader-test-';

/**
 * Removes what test runs that were killed or interrupted left behind (Vitest tears nothing down then): their
 * servers, then their folders.
 */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    const owner = new RegExp(`^${LEFTOVER_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = path.join(os.tmpdir(), name);
    // Anyone may make such a folder; only our own are ours to remove.
    const { uid } = await stat(folder).catch(() => ({ uid: -1 }));
    if (uid !== process.getuid?.()) continue;
    for (const server of await readdir(folder)) {
      await stopOrphan(path.join(folder, server, 'cluster'), () => {});
      await stopRedis(path.join(folder, server));
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function stopRedis(directory: string): Promise<void> {
  const pid = Number(await readFile(path.join(directory, 'redis.pid'), 'utf8').catch(() => ''));
  if (pid > 1 && (await worksIn(pid, 'redis-server', directory))) process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
