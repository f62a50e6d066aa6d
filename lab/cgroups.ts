import { readFileSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/** A mounted cgroup tree: `key` as /proc/PID/cgroup names it ('' for v2, 'name=systemd', 'pids', 'cpu,cpuacct'). */
interface Hierarchy {
  readonly key: string;
  readonly mount: string;
}

const controllers = new Set(['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids', 'net_cls', 'net_prio', 'perf_event', 'hugetlb', 'rdma', 'misc']);

/** Every cgroup tree of this machine: one on today's systems, a dozen where version 1 is mounted. */
function hierarchies(): Hierarchy[] {
  const found = new Map<string, Hierarchy>();
  for (const line of readFileSync('/proc/self/mounts', 'utf8').split('\n')) {
    const [, mount, type, options] = line.split(' ');
    if (mount === undefined || options === undefined || (type !== 'cgroup' && type !== 'cgroup2')) continue;
    const names = options.split(',').filter((option) => controllers.has(option) || option.startsWith('name='));
    const key = type === 'cgroup2' ? '' : names.join(',');
    if (!found.has(key)) found.set(key, { key, mount });
  }
  return [...found.values()];
}

/**
 * The folder of `group` in every tree. A host has cgroups of its own: in a shared one, two systemds would
 * count each other's processes as theirs.
 */
export function cgroupFolders(group: string): string[] {
  return hierarchies().map(({ mount }) => join(mount, group));
}

/** The cgroup folders beside a guest's pid 1, where a command sent into the guest belongs. */
export function cgroupsBeside(leaderPid: number): string[] {
  const mounts = new Map(hierarchies().map(({ key, mount }) => [key, mount]));
  return readFileSync(`/proc/${leaderPid}/cgroup`, 'utf8').split('\n').flatMap((line) => {
    const [, key, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const mount = mounts.get(key ?? '-');
    return mount === undefined || path === undefined ? [] : [join(mount, path.replace(/\/init\.scope$/, '/lab.scope'))];
  });
}

/** Removes a group of ours with all below it, in every tree; false while processes are still in it. */
export function removeCgroup(group: string): boolean {
  return cgroupFolders(group).map(removeFolder).every(Boolean);
}

function removeFolder(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeFolder(join(folder, entry.name));
    }
    rmdirSync(folder);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
