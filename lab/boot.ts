import { join } from 'node:path';
import { cgroupFolders } from './cgroups.ts';
import { runInHost } from './enter.ts';
import { LabBootError } from './errors.ts';
import { endHost } from './host.ts';
import type { HostParts } from './host.ts';
import type { Image } from './image.ts';
import { isListening } from './listening.ts';
import { type LabNetwork, portName } from './network.ts';
import { poll } from './poll.ts';
import { findLeader, isAlive } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { supervise } from './supervised.ts';
import type { Supervised } from './supervised.ts';

export interface BootPlan {
  readonly name: string;
  /** 1 to 244: decides the address. */
  readonly number: number;
  readonly image: Image;
  readonly network: LabNetwork;
  /** The lab's own folder: a mount point for the host's writable layer, seen by the host alone. */
  readonly scratch: string;
  readonly cgroup: string;
  readonly bootTimeoutMs: number;
  /** Told of the new process at once, so that a lab that closes meanwhile can end it. */
  readonly onLaunched: (launcher: Supervised) => void;
}

/**
 * Starts a host and waits until sshd listens and systemd has finished booting.
 * @throws LabBootError, after everything of the host has been removed again
 */
export async function bootHost(plan: BootPlan): Promise<HostParts> {
  const address = plan.network.hostAddress(plan.number);
  const launcher = supervise([
    'unshare',
    '--net',
    'sh',
    join(import.meta.dirname, 'launch.sh'),
    'plug',
    String(plan.network.switch.pid),
    portName(plan.number),
    address,
    plan.network.workerAddress,
    plan.image.path,
    plan.scratch,
    plan.name,
    ...cgroupFolders(plan.cgroup),
  ]);
  plan.onLaunched(launcher);
  const base = { name: plan.name, address, launcher, cgroup: plan.cgroup, unplug: () => plan.network.unplug(plan.number) };
  let leader: ProcessIdentity | undefined;
  try {
    leader = await waitForLeader(plan, launcher);
    await waitForServices(plan, leader, launcher);
  } catch (error) {
    await endHost({ ...base, ...(leader === undefined ? {} : { leader }) });
    throw error;
  }
  const environment = { LAB_ADDRESS: address, LAB_NETWORK: plan.network.network, LAB_WORKER: plan.network.workerAddress };
  return { ...base, leader, environment };
}

async function waitForLeader(plan: BootPlan, launcher: Supervised): Promise<ProcessIdentity> {
  const found = await poll(plan.bootTimeoutMs, () => (launcher.ended() ? 'ended' : findLeader(launcher.pid)));
  if (found === undefined || found === 'ended') throw new LabBootError(`Lab host ${plan.name} did not start`, launcher.output());
  return found;
}

async function waitForServices(plan: BootPlan, leader: ProcessIdentity, launcher: Supervised): Promise<void> {
  const up = await poll(plan.bootTimeoutMs, () => (isAlive(leader) ? isListening(leader.pid, 22) || undefined : 'ended'));
  if (up !== true) throw new LabBootError(`Lab host ${plan.name}: sshd did not listen within ${plan.bootTimeoutMs} ms`, launcher.output());
  const { stdout } = await runInHost(leader.pid, 'systemctl is-system-running --wait; systemctl --failed --no-legend', { timeoutMs: plan.bootTimeoutMs });
  if (!stdout.startsWith('running')) throw new LabBootError(`Lab host ${plan.name} booted, but systemd reports: ${stdout.trim()}`, launcher.output());
}
