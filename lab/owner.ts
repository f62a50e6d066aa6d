import { readFileSync } from 'node:fs';
import { identify } from './process-identity.ts';

/** Where every lab of this machine keeps its record. */
export const runFolder = '/run/netgrader-lab';

let opened = 0;

/** A name for a new lab that says whose it is: PID-STARTTIME-BOOT-COUNT of this process. */
export function newLabId(): string {
  const self = identify(process.pid);
  opened += 1;
  return `${process.pid}-${self?.startTime ?? '0'}-${bootId()}-${opened}`;
}

/** Whether the process that a lab's name speaks of still runs, and whether it ran since this boot. */
export function ownerOf(labId: string): { readonly alive: boolean; readonly thisBoot: boolean } | undefined {
  const [, pid, startTime, boot] = /^(\d+)-(\d+)-([0-9a-f]{8})-\d+$/.exec(labId) ?? [];
  if (pid === undefined) return undefined;
  const thisBoot = boot === bootId();
  return { thisBoot, alive: thisBoot && identify(Number(pid))?.startTime === startTime };
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
}
