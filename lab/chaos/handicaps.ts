import { execFile } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Handicap {
  name: string;
  env?: NodeJS.ProcessEnv;
  wrapper?: string[];
}

const fillAndRun = 'mount -t tmpfs -o size=64k tmpfs "$0" && { cat /dev/zero > "$0/full" 2>/dev/null; exec "$@"; }';

/** What two of the workers have to live with, or the reason why this machine cannot do that to them. */
export async function workerHandicaps(folder: string): Promise<Handicap[]> {
  const temporary = path.join(folder, 'full-disk');
  mkdirSync(temporary, { recursive: true });
  const canMount = await promisify(execFile)('unshare', ['--mount', 'sh', '-c', fillAndRun, temporary, 'true']).then(
    () => true,
    () => false,
  );
  const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
  return [
    canMount
      ? { name: 'temporary folder full', wrapper: ['unshare', '--mount', 'sh', '-c', fillAndRun, temporary], env: { TMPDIR: temporary } }
      : { name: 'none (no mount name space here: the disk could not be filled)' },
    library
      ? // Timers go by the monotonic clock, which is never off.
        { name: 'clock an hour ahead', env: { LD_PRELOAD: library, FAKETIME: '+3600s', FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' } }
      : { name: 'none (faketime is not installed: no clock could be set off)' },
  ];
}
