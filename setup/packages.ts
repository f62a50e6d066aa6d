import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { aptInstall } from './apt-install.ts';

const run = promisify(execFile);

/** `installed` lists what was missing and is there now; `missing` what still is, and the command to run. */
export type PackagesOutcome = { installed: string[] } | { missing: string[]; advice: string };

export interface PackagesOptions {
  log: (line: string) => void;
  /** What they are for, in the words "for …". */
  purpose: string;
}

/**
 * Makes Debian packages present: as root with apt they are installed, said aloud; otherwise the answer is the
 * command that would. A fault of apt's is an answer too, never an exception.
 */
export async function ensurePackages(names: string[], options: PackagesOptions): Promise<PackagesOutcome> {
  if (names.length === 0) return { installed: [] };
  if (!(await has('dpkg-query')) || !(await has('apt-get'))) {
    const advice = `this is no Debian or Ubuntu: install ${names.join(', ')} with the system's own package manager`;
    return { missing: names, advice };
  }
  const missing = await missingPackages(names);
  if (missing.length === 0) return { installed: [] };
  const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) return { missing, advice: `run: sudo ${command}` };
  options.log(`installing ${missing.join(', ')} with apt, for ${options.purpose}`);
  const fault = await aptInstall(missing);
  const still = await missingPackages(missing);
  if (still.length === 0) return { installed: missing };
  return { missing: still, advice: `apt said: ${fault ?? 'nothing wrong'}. Mend that and run: ${command}` };
}

/** Those of the Debian packages that are not installed and configured. */
export async function missingPackages(names: string[]): Promise<string[]> {
  // It exits 1 when it does not know some name, and prints the others nevertheless.
  const args = ['--show', '--showformat=${binary:Package} ${db:Status-Status}\n', ...names];
  const { stdout } = await run('dpkg-query', args).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  const installed = new Set<string>();
  for (const line of stdout.split('\n')) {
    const [name = '', status] = line.split(' ');
    if (status === 'installed') installed.add(name.replace(/:.*/, ''));
  }
  return names.filter((name) => !installed.has(name));
}

async function has(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    () => false,
  );
}
