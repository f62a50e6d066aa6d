import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Which of the processes holds the TCP connection (IPv4) with this local and remote port, by proc(5); null: none of them. */
export function socketOwner(pids: readonly number[], localPort: number, remotePort: number): number | null {
  const inode = inodeOf(localPort, remotePort);
  return inode === null ? null : (pids.find((pid) => descriptorsOf(pid).includes(`socket:[${inode}]`)) ?? null);
}

function inodeOf(localPort: number, remotePort: number): string | null {
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, local = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/);
    if (portOf(local) === localPort && portOf(remote) === remotePort) return inode ?? null;
  }
  return null;
}

function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}

function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function link(at: string): string {
  try {
    return readlinkSync(at);
  } catch {
    return '';
  }
}
