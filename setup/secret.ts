import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';

const FORM = /^v[1-9]\d*:[A-Za-z0-9_-]{43}(,v[1-9]\d*:[A-Za-z0-9_-]{43})*$/;

/** NETGRADER_SECRET, or the file that stands in for it, is not in the documented form. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code = 'secret-malformed';
}

/**
 * The secret that encrypts stored keys: `v1:<32 bytes as base64url>`, several versions separated by commas, the
 * first of them for new data. From NETGRADER_SECRET, else from the file, made on first use with mode 0600.
 * @throws SecretError
 */
export async function loadOrCreateSecret(file: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = env['NETGRADER_SECRET'];
  if (given) return checked(given.trim(), 'NETGRADER_SECRET');
  const kept = await read(file);
  if (kept !== undefined) return checked(kept, file);
  return create(file);
}

/** Written aside and linked into place, so that of two first runs one wins and nobody reads half of it. */
async function create(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `v1:${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
    await chmod(file, 0o600);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return checked((await read(file)) ?? '', file);
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function checked(secret: string, source: string): string {
  if (FORM.test(secret)) return secret;
  throw new SecretError(
    `${source} is not of the form v1:<32 bytes as base64url>[,v2:…]. Make one with: ` +
      `node -e "console.log('v1:' + require('crypto').randomBytes(32).toString('base64url'))"; keep the old one after a comma.`,
  );
}
