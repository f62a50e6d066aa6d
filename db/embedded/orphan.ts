import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './error.ts';

/** The parts of postmaster.pid used here, a line each (storage.h of Postgres: LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  pid: number;
  /** `starting`, `ready`, `standby` or `stopping`. */
  status: string;
}

/** What the running, or crashed, server of this cluster says about itself; undefined where there is none. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, status: (lines[7] ?? '').trim() } : undefined;
}

/**
 * Stops a server of this cluster that outlived the process that started it. The caller holds the data folder's
 * lock, so whoever still runs there is nobody's.
 * @param patienceMs how long a shutdown may take before the next, ruder one
 * @throws EmbeddedPostgresError `postgres-still-running`
 */
export async function stopOrphan(cluster: string, log: (line: string) => void, patienceMs = 20_000): Promise<void> {
  const left = await readPostmasterFile(cluster);
  if (left === undefined) return;
  // Postgres itself refuses to start where the file names any living process of its account.
  if (!(await serves(left.pid, cluster))) return rm(path.join(cluster, 'postmaster.pid'), { force: true });
  log(`stopping Postgres (process ${left.pid}), which an earlier run left behind`);
  // Postgres: SIGINT is the fast shutdown, SIGQUIT the immediate one, which recovers at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(left.pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!(await serves(left.pid, cluster))) return;
      await delay(20);
    }
  }
  throw new EmbeddedPostgresError(
    'postgres-still-running',
    `Postgres process ${left.pid} still uses ${cluster} and does not stop. End it, or set NETGRADER_DATA to another folder.`,
  );
}

async function serves(pid: number, cluster: string): Promise<boolean> {
  return worksIn(pid, 'postgres', cluster);
}

/**
 * Whether the process is this program at work in this directory, as servers are: a process that merely got the
 * same number is not.
 */
export async function worksIn(pid: number, program: string, directory: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return await mentions(pid, program, directory);
    const [name, cwd] = await Promise.all([readFile(`/proc/${pid}/comm`, 'utf8'), readlink(`/proc/${pid}/cwd`)]);
    return name.trim() === program && cwd === (await realpath(directory));
  } catch {
    return false;
  }
}

/** Where there is no /proc, the command line has to do: ours name their directory. */
async function mentions(pid: number, program: string, directory: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']);
  return stdout.includes(program) && stdout.includes(directory);
}
