import { removeCgroup } from './cgroups.ts';
import { knownLabs, labCgroup, removeRecord } from './lab-record.ts';
import { poll } from './poll.ts';
import { killExactly, waitUntilGone } from './process-identity.ts';

/**
 * Removes what labs of dead owners left. The kernel has already ended their processes (parent-death signal)
 * and with them mounts, namespaces and links; what it cannot know are cgroups and our own records.
 * Labs whose owner lives are not touched, and no process but those recorded.
 */
export async function removeLeftovers(log?: (line: string) => void): Promise<void> {
  for (const lab of knownLabs()) {
    if (lab.alive) continue;
    const processes = lab.thisBoot ? [...(lab.record?.processes ?? []), ...(lab.record?.hosts ?? []).map((host) => host.leader)] : [];
    for (const one of processes) killExactly(one);
    await Promise.all(processes.map((one) => waitUntilGone(one, 5000)));
    const removed = await poll(5000, () => removeCgroup(labCgroup(lab.id)) || undefined);
    if (removed === undefined) continue; // another process may be at it as well; the next one tries again
    removeRecord(lab.id);
    log?.(`Removed the leftovers of lab ${lab.id}, whose process is gone`);
  }
}
