import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './error.ts';

const run = promisify(execFile);

/** The system account that Postgres runs as when we are root: its own, so that no other service reads the data. */
export const SERVER_ACCOUNT = 'netgrader-db';

/** Numeric ids to start programs with; empty means "as ourselves". */
export interface Account {
  uid?: number;
  gid?: number;
}

/**
 * The account for the server of this cluster. Postgres refuses to run as root, so root gets the owner of an
 * existing cluster, else the account `netgrader-db`, made where it is missing.
 * @throws EmbeddedPostgresError `postgres-account-missing`
 */
export async function accountFor(clusterDirectory: string, log: (line: string) => void): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(clusterDirectory).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = await lookUp();
  if (known !== undefined) return known;
  log(`creating the system account ${SERVER_ACCOUNT}, since Postgres does not run as root`);
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  try {
    await run('useradd', [...args, '--shell', '/usr/sbin/nologin', SERVER_ACCOUNT]);
  } catch (cause) {
    const made = await lookUp(); // Another run may have been quicker.
    if (made !== undefined) return made;
    throw new EmbeddedPostgresError(
      'postgres-account-missing',
      `Postgres does not run as root and the account ${SERVER_ACCOUNT} could not be made with useradd. ` +
        `Make a system account of that name, or run netgrader as an ordinary user.`,
      { cause },
    );
  }
  const made = await lookUp();
  if (made !== undefined) return made;
  throw new EmbeddedPostgresError(
    'postgres-account-missing',
    `useradd made no account ${SERVER_ACCOUNT} that \`id\` can find. Run netgrader as an ordinary user.`,
  );
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', SERVER_ACCOUNT]), run('id', ['-g', SERVER_ACCOUNT])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
