import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LEFTOVER_PREFIX } from '#setup/testing/leftovers.ts';

/** A folder for one part of the suite. A killed run's is removed by the next test run. `keep`: it stays, and is named. */
export function scratchFolder({ log, keep = false }: { log: (line: string) => void; keep?: boolean }): { path: string } & Disposable {
  const folder = mkdtempSync(path.join(os.tmpdir(), `${LEFTOVER_PREFIX}${process.pid}-`));
  // The database's own account has to pass through.
  chmodSync(folder, 0o711);
  return { path: folder, [Symbol.dispose]: () => (keep ? log(`logs: ${folder}`) : rmSync(folder, { recursive: true, force: true })) };
}
