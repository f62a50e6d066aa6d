import { liveLabSupport, missingLabPackages } from '#lab/support.ts';
import { ensurePackages } from './packages.ts';

/** Debian packages of tests that need no lab host. */
const TEST_PACKAGES = ['redis-server', 'openssh-client'];

/**
 * Installs what the tests need where it can.
 * @returns why the live tests cannot run here, or undefined if they can
 */
export async function prepareMachine(log: (line: string) => void): Promise<string | undefined> {
  const tests = await ensurePackages(TEST_PACKAGES, { log, purpose: 'the tests' });
  if ('missing' in tests) log(`without ${tests.missing.join(', ')} some tests are skipped; ${tests.advice}`);
  if (process.getuid?.() === 0) {
    const lab = await ensurePackages(missingLabPackages(), { log, purpose: 'the lab hosts' });
    if ('missing' in lab) return `lab hosts need ${lab.missing.join(', ')}; ${lab.advice}`;
  }
  const support = await liveLabSupport();
  return support.supported ? undefined : support.reason;
}
