import { join } from 'node:path';
import { ensurePackages } from '#setup/packages.ts';
import { LabBootError } from '../errors.ts';
import { hostOf, type LabHost } from '../host.ts';
import { ensureImage } from '../image.ts';
import { type LabNetwork, openNetwork } from '../network.ts';
import { poll } from '../poll.ts';
import { supervise } from '../supervised.ts';
import { openSshShell, type SshShell } from './ssh-shell.ts';

/** What a virtual machine needs on this one; installed when the first is asked for. */
const packages = ['qemu-system-x86', 'e2fsprogs'];
const bootTimeoutMs = 900_000;

export interface VirtualMachine {
  host: LabHost;
  /** In CIDR notation; this machine is on it. */
  network: string;
  close(): Promise<void>;
}

/**
 * Boots one machine with a kernel of its own: the image with Docker and Debian's cloud kernel, emulated by QEMU, with
 * an address on a network of ours. Takes some 20 s on an idle machine. Throws LabImageError, LabBootError.
 */
export async function bootVm(name: string, log: (line: string) => void): Promise<VirtualMachine> {
  const tools = await ensurePackages(packages, { log, purpose: 'the virtual machine' });
  if ('missing' in tools) throw new LabBootError(`A virtual machine needs ${tools.missing.join(', ')}; ${tools.advice}`, '');
  // Debian's kernel enforces AppArmor, and Docker starts no container there without its parser.
  const image = await ensureImage({ docker: true, packages: ['linux-image-cloud-amd64', 'initramfs-tools', 'udev', 'apparmor'], log });
  const network = await openNetwork();
  try {
    return await boot(name, image.path, network);
  } catch (error) {
    await network.close();
    throw error;
  }
}

async function boot(name: string, image: string, network: LabNetwork): Promise<VirtualMachine> {
  const [address, gateway] = [network.hostAddress(1), network.workerAddress];
  const script = join(import.meta.dirname, 'run-vm.sh');
  const machine = supervise(['unshare', '--mount', 'sh', script, image, String(network.switch.pid), 'port1', address, gateway, name]);
  try {
    const shell = await poll<SshShell | 'ended'>(bootTimeoutMs, () => (machine.ended() ? 'ended' : openSshShell(address).catch(() => undefined)), 1000);
    if (shell === undefined || shell === 'ended') throw new LabBootError(`Virtual machine ${name} did not start`, machine.output());
    const { stdout } = await shell.run('systemctl is-system-running --wait; systemctl --failed --no-legend');
    if (!stdout.startsWith('running')) throw new LabBootError(`Virtual machine ${name} booted, but systemd reports: ${stdout.trim()}`, machine.output());
    const close = async (): Promise<void> => {
      shell.close();
      await machine.kill();
      await network.close();
    };
    const environment = { LAB_ADDRESS: address, LAB_NETWORK: network.network, LAB_WORKER: gateway };
    const host = hostOf({ name, address, leaderPid: machine.pid, environment, run: (text, options) => shell.run(text, options), end: close });
    return { host, network: network.network, close: () => host.stop() };
  } catch (error) {
    await machine.kill();
    throw error;
  }
}
