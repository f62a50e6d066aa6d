import { liveLabSupport, missingLabPackages } from '#lab/support.ts';
import { ensurePackages } from './packages.ts';

/** Debian packages of tests that need no lab host. */
const TEST_PACKAGES = ['redis-server', 'openssh-client'];
/** For the test of the firewall engine on the kernel (lab/firewall); it leaves out what is not there. */
const FIREWALL_PACKAGES = ['nftables', 'iptables', 'ufw'];

/** Chromium to read the pages with, and fonts that have the signs on them. */
const BROWSER_PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-liberation'];

/** Why some tests cannot run here; undefined where they can. */
export interface Obstacles {
  live: string | undefined;
  browser: string | undefined;
}

/** Installs what the tests need where it can. */
export async function prepareMachine(log: (line: string) => void): Promise<Obstacles> {
  const tests = await ensurePackages(TEST_PACKAGES, { log, purpose: 'the tests' });
  if ('missing' in tests) log(`without ${tests.missing.join(', ')} some tests are skipped; ${tests.advice}`);
  const browser = await ensurePackages(BROWSER_PACKAGES, { log, purpose: 'the tests of the pages' });
  return { live: await prepareLab(log), browser: 'missing' in browser ? `they need ${browser.missing.join(', ')}; ${browser.advice}` : undefined };
}

async function prepareLab(log: (line: string) => void): Promise<string | undefined> {
  if (process.getuid?.() === 0) {
    for (const name of FIREWALL_PACKAGES) {
      const firewall = await ensurePackages([name], { log, purpose: 'the tests of the firewall engine' });
      if ('missing' in firewall) log(`without ${name} some tests are skipped; ${firewall.advice}`);
    }
    const lab = await ensurePackages(missingLabPackages(), { log, purpose: 'the lab hosts' });
    if ('missing' in lab) return `lab hosts need ${lab.missing.join(', ')}; ${lab.advice}`;
  }
  const support = await liveLabSupport();
  return support.supported ? undefined : support.reason;
}
