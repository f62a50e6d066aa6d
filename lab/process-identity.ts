import { readFileSync, readdirSync } from 'node:fs';
import { poll } from './poll.ts';

/** A process beyond doubt: pids come round again, a pid with its start time (clock ticks since boot) does not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** The identity of a running process, or undefined when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The command name stands in parentheses and may hold spaces: count the fields after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[19];
  return fields[0] === 'Z' || fields[0] === 'X' || startTime === undefined ? undefined : { pid, startTime };
}

/** Whether this very process, not a later one with its pid, still runs. */
export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTime === process.startTime;
}

/** SIGKILL, to this very process only. One that is gone already is fine. */
export function killExactly(target: ProcessIdentity): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Waits until the process is gone; false when it still runs after `deadlineMs`. */
export async function waitUntilGone(target: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  return (await poll(deadlineMs, () => (isAlive(target) ? undefined : true), 5)) ?? false;
}

/**
 * The guest's own pid 1 below a supervisor: the grandchild of `launcherPid` that is number 1 in a pid
 * namespace inside another. Read from /proc/PID/status, since not every kernel has `children` files.
 */
export function findLeader(launcherPid: number): ProcessIdentity | undefined {
  const parents = new Map<number, number>();
  const candidates: number[] = [];
  for (const entry of readdirSync('/proc')) {
    const status = /^\d+$/.test(entry) ? readProc(`${entry}/status`) : undefined;
    if (status === undefined) continue;
    parents.set(Number(entry), Number(/^PPid:\t(\d+)/m.exec(status)?.[1]));
    const pids = /^NSpid:\t(.*)$/m.exec(status)?.[1]?.split('\t') ?? [];
    if (pids.length >= 3 && pids.at(-1) === '1') candidates.push(Number(entry));
  }
  const leader = candidates.find((pid) => parents.get(parents.get(pid) ?? 0) === launcherPid);
  return leader === undefined ? undefined : identify(leader);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined; // gone between the listing and the reading
  }
}
