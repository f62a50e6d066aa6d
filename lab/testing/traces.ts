import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupFolders } from '../cgroups.ts';
import { knownLabs, labCgroup, recordFolder } from '../lab-record.ts';
import { identify, isAlive } from '../process-identity.ts';
import type { ProcessIdentity } from '../process-identity.ts';

/** Everything by which a running lab can be told on this machine, to look for it again afterwards. */
export interface LabTraces {
  readonly labId: string;
  /** Its switch, and each host's launcher and pid 1. */
  readonly recorded: readonly ProcessIdentity[];
  /** Those and every other of its namespaces: a namespace lives as long as they do. */
  readonly processes: readonly ProcessIdentity[];
  /** The link to the lab, by kernel index: its name may be taken by the next lab at once. */
  readonly linkIndex: string;
}

/** Takes the traces of the running lab with this network. */
export function takeTraces(network: string): LabTraces {
  const lab = knownLabs().find((known) => known.alive && known.record?.network === network);
  if (lab?.record === undefined) throw new Error(`no running lab has ${network}`);
  const recorded = [...lab.record.processes, ...lab.record.hosts.map(({ leader }) => leader)];
  // Looked up now: the kernel gives the number of a namespace that is gone to the next lab's.
  const [outer] = networkOf(process.pid); // where a host that is only just starting still is
  const namespaces = new Set(recorded.flatMap(({ pid }) => networkOf(pid)).filter((id) => id !== outer));
  const members = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && networkOf(Number(entry)).some((id) => namespaces.has(id)));
  return {
    labId: lab.id,
    recorded,
    processes: [...recorded, ...members.flatMap((pid) => identify(Number(pid)) ?? [])],
    linkIndex: readFileSync(`/sys/class/net/ng${network.split('.')[2]}/ifindex`, 'utf8'),
  };
}

/** What of a lab is still there, in words; empty when nothing remains. */
export function remains(traces: LabTraces): string[] {
  return [
    ...traces.processes.filter(isAlive).map(({ pid }) => `process ${pid}`),
    ...readdirSync('/sys/class/net').filter((link) => readQuietly(join('/sys/class/net', link, 'ifindex')) === traces.linkIndex).map((link) => `link ${link}`),
    ...readFileSync('/proc/self/mounts', 'utf8').split('\n').filter((mount) => mount.includes(traces.labId)).map((mount) => `mount ${mount}`),
    ...cgroupFolders(labCgroup(traces.labId)).filter((folder) => existsSync(folder)).map((folder) => `cgroup ${folder}`),
    ...(existsSync(recordFolder(traces.labId)) ? [`record ${recordFolder(traces.labId)}`] : []),
  ];
}

function networkOf(pid: number): string[] {
  try {
    return [readlinkSync(`/proc/${pid}/ns/net`)];
  } catch {
    return []; // gone, or a zombie
  }
}

function readQuietly(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
