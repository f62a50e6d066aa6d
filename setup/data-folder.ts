import { chmod, mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { holdLock } from './lock.ts';

/** The folder cannot be used; the message names it, the setting and the fix. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  readonly code: 'data-folder-locked' | 'data-folder-unusable';

  constructor(code: DataFolderError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A folder that only this process uses, with what is kept between runs. */
export interface DataFolder {
  /** Absolute, links resolved. */
  path: string;
  /** See `loadOrCreateSecret`. */
  secretFile: string;
  /** The embedded Postgres' `dataDirectory`. */
  postgresDirectory: string;
  /** Lets the next run in; happens by itself when the process ends in any way. */
  release(): Promise<void>;
}

/**
 * Where data are kept: `NETGRADER_DATA`, else `/var/lib/netgrader` for root (its server runs as another account,
 * which has to reach it), else `netgrader` below `XDG_DATA_HOME` or `~/.local/share`.
 */
export function dataFolderPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env['NETGRADER_DATA']) return path.resolve(env['NETGRADER_DATA']);
  if (process.getuid?.() === 0) return '/var/lib/netgrader';
  const share = env['XDG_DATA_HOME'];
  // The XDG specification has relative paths ignored.
  const base = share !== undefined && path.isAbsolute(share) ? share : path.join(os.homedir(), '.local', 'share');
  return path.join(base, 'netgrader');
}

/**
 * Makes the data folder where it is missing and takes it for this process.
 * @throws DataFolderError `data-folder-locked` while another process has it, `data-folder-unusable`
 */
export async function openDataFolder(location: string = dataFolderPath()): Promise<DataFolder> {
  const folder = await makeFolder(location);
  const lock = await holdLock(folder);
  if ('heldBy' in lock) {
    const holder = lock.heldBy === undefined ? 'another netgrader' : `another netgrader (process ${lock.heldBy})`;
    throw new DataFolderError(
      'data-folder-locked',
      `The data folder ${folder} is in use by ${holder}. Stop that one, or set NETGRADER_DATA to another folder.`,
    );
  }
  return {
    path: folder,
    secretFile: path.join(folder, 'secret'),
    postgresDirectory: path.join(folder, 'postgres'),
    release: () => lock.release(),
  };
}

async function makeFolder(location: string): Promise<string> {
  try {
    const made = await mkdir(location, { recursive: true });
    // Root's database server passes through as another account; nothing readable lies at this level.
    if (made !== undefined) await chmod(location, process.getuid?.() === 0 ? 0o711 : 0o700);
    return await realpath(location);
  } catch (cause) {
    throw new DataFolderError(
      'data-folder-unusable',
      `The data folder ${location} cannot be made. Set NETGRADER_DATA to a folder that you may write to.`,
      { cause },
    );
  }
}
