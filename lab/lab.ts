import { bootHost } from './boot.ts';
import { removeCgroup } from './cgroups.ts';
import { LabBootError } from './errors.ts';
import { onProcessEnd } from './exit-cleanup.ts';
import { hostHandle } from './host.ts';
import type { LabHost } from './host.ts';
import { ensureImage } from './image.ts';
import type { Image } from './image.ts';
import { labCgroup, recordFolder, removeRecord, writeRecord } from './lab-record.ts';
import { removeLeftovers } from './leftovers.ts';
import { openNetwork } from './network.ts';
import { newLabId } from './owner.ts';
import { poll } from './poll.ts';
import { identify } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { Supervised } from './supervised.ts';

export interface BootOptions {
  /** Default: the reference image. */
  readonly image?: Image;
  /** Default 30 s: a busy machine boots many at once. */
  readonly bootTimeoutMs?: number;
}

/** A network of lab hosts that belongs to this process and ends with it. */
export interface Lab {
  /** In CIDR notation. */
  readonly network: string;
  /** This machine's own address on that network, where workers connect from. */
  readonly workerAddress: string;
  readonly hosts: ReadonlyMap<string, LabHost>;
  boot(name: string, options?: BootOptions): Promise<LabHost>;
  close(): Promise<void>;
}

const hostName = /^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/**
 * Opens a lab: builds the image if need be, removes what crashed labs left, takes a free subnet.
 * Call `close()` when done; if this process ends without it, in any way, the hosts end too.
 * @throws LabImageError, LabNetworkError
 */
export async function openLab(options: { log?: (line: string) => void } = {}): Promise<Lab> {
  await removeLeftovers(options.log);
  const image = await ensureImage(options);
  const id = newLabId();
  const cgroup = labCgroup(id);
  writeRecord(id, { network: '', processes: [], hosts: [] });
  const network = await openNetwork().catch((error: unknown) => {
    removeRecord(id);
    throw error;
  });
  const hosts = new Map<string, LabHost>();
  const leaders = new Map<string, ProcessIdentity>();
  const launchers = new Map<string, Supervised>();
  let number = 0;
  let closing: Promise<void> | undefined;

  const record = (): void =>
    writeRecord(id, {
      network: network.network,
      processes: [network.switch, ...[...launchers.values()].flatMap(({ pid }) => identify(pid) ?? [])],
      hosts: [...hosts.values()].flatMap(({ name, address }) => {
        const leader = leaders.get(name);
        return leader === undefined ? [] : [{ name, address, leader }];
      }),
    });
  const forget = (name: string): void => {
    for (const map of [hosts, leaders, launchers]) map.delete(name);
    if (closing === undefined) record();
  };
  record();

  const forgetProcessEnd = onProcessEnd(() => {
    for (const launcher of launchers.values()) launcher.killNow();
    network.closeNow();
    // No event loop any more: wait for the kernel by hand, briefly. The next lab removes what is left.
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let tries = 0; tries < 100 && !removeCgroup(cgroup); tries += 1) Atomics.wait(pause, 0, 0, 5);
    if (removeCgroup(cgroup)) removeRecord(id);
  });

  async function boot(name: string, { image: own, bootTimeoutMs = 30_000 }: BootOptions = {}): Promise<LabHost> {
    if (!hostName.test(name)) throw new LabBootError(`"${name}" is no host name: letters, digits and hyphens, a letter first`, '');
    if (closing !== undefined) throw new LabBootError(`Lab host ${name}: the lab is closed`, '');
    if (launchers.has(name)) throw new LabBootError(`There is a lab host ${name} already: stop it first or take another name`, '');
    number += 1;
    if (number > 244) throw new LabBootError('A lab has 244 addresses and gives each out once: open another lab', '');
    const onLaunched = (launcher: Supervised): void => {
      launchers.set(name, launcher);
      record();
    };
    const plan = { name, number, image: own ?? image, network, scratch: recordFolder(id), cgroup: `${cgroup}/${name}`, bootTimeoutMs, onLaunched };
    try {
      const parts = await bootHost(plan);
      const host = hostHandle(parts, () => forget(name));
      leaders.set(name, parts.leader);
      hosts.set(name, host);
      record();
      return host;
    } catch (error) {
      forget(name);
      throw error;
    }
  }

  async function closeAll(): Promise<void> {
    const booting = [...launchers].filter(([name]) => !hosts.has(name)).map(([, launcher]) => launcher.kill());
    await Promise.all([...booting, ...[...hosts.values()].map((host) => host.stop())]);
    await network.close();
    await poll(5000, () => removeCgroup(cgroup) || undefined);
    forgetProcessEnd();
    removeRecord(id);
  }

  return {
    network: network.network,
    workerAddress: network.workerAddress,
    hosts,
    boot,
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
