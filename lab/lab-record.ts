import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ownerOf, runFolder } from './owner.ts';

const identitySchema = z.object({ pid: z.int().positive(), startTime: z.string() });

const labRecordSchema = z.object({
  network: z.string(),
  processes: z.array(identitySchema),
  hosts: z.array(z.object({ name: z.string(), address: z.string(), leader: identitySchema })),
});

/** What a lab writes down, so that others can enter its hosts and clean up after a crash. */
export type LabRecord = z.infer<typeof labRecordSchema>;

export interface KnownLab {
  readonly id: string;
  readonly alive: boolean;
  readonly thisBoot: boolean;
  readonly record: LabRecord | undefined;
}

export function recordFolder(labId: string): string {
  return join(runFolder, labId);
}

/** The cgroup that a lab's hosts live below. */
export function labCgroup(labId: string): string {
  return `netgrader-lab-${labId}`;
}

export function writeRecord(labId: string, record: LabRecord): void {
  const folder = recordFolder(labId);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'lab.json.new'), JSON.stringify(record, null, 2));
  renameSync(join(folder, 'lab.json.new'), join(folder, 'lab.json'));
}

export function removeRecord(labId: string): void {
  rmSync(recordFolder(labId), { recursive: true, force: true });
}

/** Every lab on this machine, of dead owners too. */
export function knownLabs(): KnownLab[] {
  if (!existsSync(runFolder)) return [];
  return readdirSync(runFolder).flatMap((id) => {
    const owner = ownerOf(id);
    return owner === undefined ? [] : [{ id, ...owner, record: readRecord(id) }];
  });
}

function readRecord(labId: string): LabRecord | undefined {
  try {
    return labRecordSchema.parse(JSON.parse(readFileSync(join(recordFolder(labId), 'lab.json'), 'utf8')));
  } catch {
    return undefined; // its owner died before, or is only now writing it
  }
}
