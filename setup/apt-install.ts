import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { withoutServiceStarts } from './service-starts.ts';

const run = promisify(execFile);

const LISTS = '/var/lib/apt/lists';
const LISTS_TOO_OLD_MS = 24 * 3_600_000;
const UPDATE_LIMIT_MS = 180_000;
const INSTALL_LIMIT_MS = 900_000;

const ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l', LC_ALL: 'C' };
const OPTIONS = ['-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', '-o', 'Dpkg::Use-Pty=0'];

/**
 * Installs packages with apt as root, without starting the services that they bring.
 * @returns undefined, or the end of what apt printed when it failed; never throws for apt's sake
 */
export async function aptInstall(names: string[]): Promise<string | undefined> {
  // A package that excludes one of the machine's own is refused, never exchanged for it.
  const install = ['install', '-y', '--no-remove', '--no-install-recommends', ...names];
  try {
    await withoutServiceStarts(async (signal) => {
      const update = (): Promise<void> => apt(['update'], UPDATE_LIMIT_MS, signal);
      if (await listsAreOld()) await update().catch(() => {}); // The installation will tell what is wrong.
      await apt(install, INSTALL_LIMIT_MS, signal).catch(async () => {
        // Lists of yesterday may name versions that the mirror no longer has.
        await update();
        await apt(install, INSTALL_LIMIT_MS, signal);
      });
    });
    return undefined;
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return output.trim().split('\n').slice(-3).join(' ');
  }
}

async function apt(args: string[], timeout: number, signal: AbortSignal): Promise<void> {
  await run('apt-get', [...OPTIONS, ...args], { env: ENVIRONMENT, timeout, signal, maxBuffer: 64_000_000 });
}

async function listsAreOld(): Promise<boolean> {
  const entries = await readdir(LISTS).catch(() => []);
  if (!entries.some((name) => name.includes('_Packages'))) return true;
  const touched = await Promise.all([LISTS, `${LISTS}/partial`].map((at) => stat(at).catch(() => ({ mtimeMs: 0 }))));
  return Date.now() - Math.max(...touched.map(({ mtimeMs }) => mtimeMs)) > LISTS_TOO_OLD_MS;
}
