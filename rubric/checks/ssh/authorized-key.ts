import type { AuthorizedKeys, AuthorizedKeysFile, PathMode } from '../../probes/authorized-keys.ts';
import type { PublicKey } from '../../probes/public-key.ts';

const modernTypes = ['ssh-ed25519', 'sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'];

interface Circumstances {
  account: string;
  /** StrictModes is on. */
  strict: boolean;
  /** Debian and Ubuntu let a group write that has no other member (their patch user-group-modes). */
  privateGroups: boolean;
}

export type KeyChoice =
  | { type: string; where: string }
  | { problem: string; where: string; hint?: string; nothingFound: boolean };

/** Picks the key that lets the student in, or says what stands between the nearest one and that. */
export function chooseKey({ login, grader }: AuthorizedKeys, circumstances: Circumstances): KeyChoice {
  const found = login.flatMap((file) => file.keys.map((key) => ({ file, key, where: `${file.path}:${key.line}` })));
  const own = found.filter(({ file, key }) => !key.options.includes('cert-authority') && !isGraders(key, file, grader));
  const modern = own.filter(({ key }) => key.whole && modernTypes.includes(key.type));

  const distrusts = modern.map((entry) => ({ ...entry, distrust: distrustOf(entry.file, circumstances) }));
  const good = distrusts.find(({ distrust }) => distrust === null);
  if (good) return { type: good.key.type, where: good.where };
  const [near] = distrusts;
  if (near) return { problem: near.distrust ?? '', where: near.where, nothingFound: false };

  const broken = own.find(({ key }) => !key.whole);
  if (broken) {
    return {
      problem: `the key on line ${broken.key.line} is not whole, so sshd passes over it`,
      where: broken.where,
      hint: 'A key is one long line; pasting often breaks it. Copy it again from the public half.',
      nothingFound: false,
    };
  }
  const [old] = own;
  const hint = 'The exercise makes a key pair of a modern type and authorises its public half for your account.';
  const where = login.map(({ path }) => path).join(', ');
  if (old) return { problem: `the authorised key is of type ${old.key.type}`, where: old.where, hint, nothingFound: false };
  if (found.length > 0) return { problem: 'the only key there is the grader’s', where, hint, nothingFound: true };
  return { problem: `no key is authorised for ${circumstances.account}`, where, hint, nothingFound: true };
}

/** Where both accounts share one file, only the comment of our key tells it from the student's. */
function isGraders(key: PublicKey, file: AuthorizedKeysFile, grader: readonly AuthorizedKeysFile[]): boolean {
  if (/^netgrader\b/.test(key.comment)) return true;
  return grader.some((ours) => ours.path !== file.path && ours.keys.some(({ blob }) => blob === key.blob));
}

/** Why sshd would pass over the file (its secure_permissions and safe_path), or null. */
function distrustOf(file: AuthorizedKeysFile, { account, strict, privateGroups }: Circumstances): string | null {
  if (!file.readable) return `${file.path} cannot be read by ${account}, and sshd reads it as that account`;
  const bad = strict ? file.paths.find((path) => !isTrusted(path, account, privateGroups)) : undefined;
  if (!bad) return null;
  const mode = bad.mode.toString(8).padStart(4, '0');
  return `sshd does not trust ${file.path}: ${bad.path} has mode ${mode} and owner ${bad.owner}`;
}

function isTrusted({ mode, owner, groupWriters }: PathMode, account: string, privateGroups: boolean): boolean {
  if (owner !== account && owner !== 'root') return false;
  if ((mode & 0o002) !== 0) return false;
  return (mode & 0o020) === 0 || (privateGroups && groupWriters.length === 0);
}
