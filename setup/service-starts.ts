import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Runs a package installation while a policy-rc.d says no (101, see invoke-rc.d(8)): we want programs, not
 * servers on the user's machine. A policy that is there already is the user's and stays. Ctrl-C and SIGTERM
 * abort the work, so that the policy goes before we do.
 */
export async function withoutServiceStarts(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    received = signal;
    abort.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const ours = await forbid();
  try {
    await work(abort.signal);
  } finally {
    if (ours) rmSync(POLICY, { force: true });
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    if (received !== undefined) process.kill(process.pid, received);
  }
}

async function forbid(): Promise<boolean> {
  return writeFile(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' }).then(
    () => true,
    () => false,
  );
}
