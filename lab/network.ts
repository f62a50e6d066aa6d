import { existsSync } from 'node:fs';
import { z } from 'zod';
import { LabNetworkError } from './errors.ts';
import { poll } from './poll.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { identify, isAlive } from './process-identity.ts';
import { supervise } from './supervised.ts';
import type { Supervised } from './supervised.ts';
import { runTool } from './tool.ts';

const routesSchema = z.array(z.object({ dst: z.string() }));

/** A lab's own subnet. The bridge is in a namespace of its own; on this machine one link `ngN` leads to it. */
export interface LabNetwork {
  /** In CIDR notation, always a /24. */
  readonly network: string;
  readonly workerAddress: string;
  readonly switch: ProcessIdentity;
  /** The address of the host with this number, 1 to 244. */
  hostAddress(number: number): string;
  /** Takes the port off the switch: from then on nothing answers at the address, whenever the kernel frees the host's namespace. */
  unplug(number: number): Promise<void>;
  close(): Promise<void>;
  closeNow(): void;
}

/**
 * Takes a free 10.213.N.0/24. The kernel is the lock: only one process can create the link `ngN`, and it
 * disappears with the switch's namespace, which lives as long as this process.
 * @throws LabNetworkError
 */
export async function openNetwork(): Promise<LabNetwork> {
  const holder = supervise(['unshare', '--net', 'sh', '-c', 'ip link add br0 type bridge forward_delay 0 && ip link set br0 up && echo ready && exec sleep infinity']);
  try {
    await poll(10_000, () => holder.ended() || holder.output().includes('ready') || undefined);
    const self = identify(holder.pid);
    if (self === undefined) throw new LabNetworkError(`The lab's switch did not start: ${holder.output()}`);
    const number = await takeSubnet(holder.pid);
    const link = `ng${number}`;
    await runTool('nsenter', ['-t', String(holder.pid), '-n', 'ip', 'link', 'set', 'uplink', 'master', 'br0', 'up']);
    await runTool('ip', ['address', 'add', `10.213.${number}.1/24`, 'dev', link]);
    await runTool('ip', ['link', 'set', link, 'up']);
    return describe(number, link, self, holder);
  } catch (error) {
    await holder.kill();
    throw error;
  }
}

/** A host's port on the switch. */
export function portName(host: number): string {
  return `port${host}`;
}

function describe(number: number, link: string, self: ProcessIdentity, holder: Supervised): LabNetwork {
  return {
    network: `10.213.${number}.0/24`,
    workerAddress: `10.213.${number}.1`,
    switch: self,
    hostAddress: (host) => `10.213.${number}.${host + 9}`,
    async unplug(host) {
      // It fails where the kernel was faster, and where the host had not been plugged in yet: gone is gone.
      if (isAlive(self)) await runTool('nsenter', ['-t', String(holder.pid), '-n', 'ip', 'link', 'delete', portName(host)]).catch(() => {});
    },
    async close() {
      // The kernel takes its time to free a namespace; without this the link would outlive close().
      if (existsSync(`/sys/class/net/${link}`)) await runTool('ip', ['link', 'delete', link]);
      await holder.kill();
    },
    closeNow: () => holder.killNow(),
  };
}

async function takeSubnet(switchPid: number): Promise<number> {
  const routes = routesSchema.parse(JSON.parse(await runTool('ip', ['-json', 'route'])));
  for (let number = 0; number <= 254; number += 1) {
    const link = `ng${number}`;
    if (existsSync(`/sys/class/net/${link}`) || routes.some(({ dst }) => dst.startsWith(`10.213.${number}.`))) continue;
    try {
      await runTool('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', String(switchPid)]);
      return number;
    } catch (cause) {
      if (!existsSync(`/sys/class/net/${link}`)) throw new LabNetworkError('No link to the lab could be created', { cause });
      // another process was faster: try the next number
    }
  }
  throw new LabNetworkError('All of 10.213.0.0/16 is in use on this machine: close other labs (ip link shows them as ngN)');
}
