import type { Database } from '#db/database.ts';
import { imposeSilence } from '#db/queries/host-contacts.ts';
import { type HostOfStudent, pinHostKeys } from '#db/queries/host-keys.ts';
import { contactLimit } from '../ssh/budget.ts';
import type { SshError } from '../ssh/errors.ts';

/** What every visit remembers of a fault: nobody knocks at a silent host for a while, and a changed host key waits for an instructor. */
export async function rememberFault(db: Database, host: HostOfStudent, fault: SshError): Promise<void> {
  if (fault.code === 'connection-timeout') await imposeSilence(db, `${host.address}:${host.port}`, contactLimit.silenceSeconds);
  if (fault.offeredHostKey) await pinHostKeys(db, host, [fault.offeredHostKey], 'first-contact');
}

/** At first contact the key that was seen is pinned. */
export async function rememberHostKey(db: Database, { host, pinnedHostKeys }: { host: HostOfStudent; pinnedHostKeys: readonly string[] }, seen: string): Promise<void> {
  if (pinnedHostKeys.length === 0) await pinHostKeys(db, host, [seen], 'first-contact');
}
