import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './error.ts';

const run = promisify(execFile);

/** Nothing of the caller's: PGDATA, PGPORT or a locale there would change what the programs do. */
export const SERVER_ENVIRONMENT = { PATH: process.env['PATH'], LC_ALL: 'C' };

/** The cluster's only role, its owner. */
export const ROLE = 'netgrader';

/**
 * Makes the cluster if there is none yet; a half-made one never gets the final name.
 * @returns the role's password, kept in `passwordFile` (mode 0600)
 * @throws EmbeddedPostgresError `postgres-data-other-major`, `postgres-password-missing`, `postgres-init-failed`
 */
export async function ensureCluster(
  cluster: string,
  passwordFile: string,
  binaries: Binaries,
  account: Account,
): Promise<string> {
  const found = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(ignoreMissing);
  if (found !== undefined) {
    refuseOtherMajor(cluster, found.trim(), binaries.major);
    return readPassword(passwordFile);
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const draft = await mkdtemp(`${cluster}.new-`);
  try {
    await initialise(draft, password, binaries, account);
    await rename(path.join(draft, 'data'), cluster);
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new EmbeddedPostgresError(
      'postgres-init-failed',
      `Postgres could not prepare its data in ${cluster}: ${output}. Set NETGRADER_DATA to a folder with room.`,
      { cause },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return password;
}

/** initdb reads the password from a file, which must be the account's own to be readable by nobody else. */
async function initialise(draft: string, password: string, binaries: Binaries, account: Account): Promise<void> {
  const data = path.join(draft, 'data');
  const pwfile = path.join(draft, 'password');
  await writeFile(pwfile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(draft, account.uid, account.gid);
    await chown(pwfile, account.uid, account.gid);
  }
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const login = ['--auth=scram-sha-256', `--username=${ROLE}`, `--pwfile=${pwfile}`];
  await run(path.join(binaries.bin, 'initdb'), [`--pgdata=${data}`, ...login, ...locale], { ...account, cwd: draft, env: SERVER_ENVIRONMENT });
  await rm(pwfile);
}

function refuseOtherMajor(cluster: string, found: string, expected: number): void {
  if (Number(found) === expected) return;
  throw new EmbeddedPostgresError(
    'postgres-data-other-major',
    `The data in ${cluster} was written by Postgres ${found}, and this netgrader brings Postgres ${expected}, which ` +
      `cannot read it. Nothing was changed. Either keep the data: with the netgrader version that made it running, ` +
      `save it with pg_dumpall, move ${cluster} away, start this version once and load the dump with psql. Or start ` +
      `anew: move ${cluster} away, or set NETGRADER_DATA to another folder.`,
  );
}

async function readPassword(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing);
  if (text !== undefined) return text.trim();
  throw new EmbeddedPostgresError(
    'postgres-password-missing',
    `${file}, which holds the password of the data beside it, is gone. Put it back from a backup, or set ` +
      `NETGRADER_DATA to another folder to start anew.`,
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
