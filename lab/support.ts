import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { LabToolError } from './errors.ts';
import { runTool, toolPath } from './tool.ts';

/** What the lab runs on the outer machine, and the Debian package that has it. */
const tools: Readonly<Record<string, string>> = {
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  ip: 'iproute2',
  nsenter: 'util-linux',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  flock: 'util-linux',
};

const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

export type LabSupport = { readonly supported: true } | { readonly supported: false; readonly reason: string };

/** The Debian packages that live lab hosts need and this machine lacks; empty when nothing is missing. */
export function missingLabPackages(): string[] {
  const missing = Object.entries(tools).flatMap(([tool, name]) => (findTool(tool) ? [] : [name]));
  if (!canAccess(debianKeyring, constants.R_OK)) missing.push('debian-archive-keyring');
  return [...new Set(missing)];
}

/**
 * Whether this machine can run live lab hosts; if not, why, in a sentence for its operator. Tries the real
 * thing (namespaces, overlay on tmpfs, veth and bridge), since containers refuse some of it in many ways.
 */
export async function liveLabSupport(): Promise<LabSupport> {
  if (process.platform !== 'linux') return no(`live lab hosts need Linux, this is ${process.platform}`);
  if (process.getuid?.() !== 0) return no('live lab hosts need root: run it as root or with sudo');
  const missing = missingLabPackages();
  if (missing.length > 0) return no(`packages are missing: apt-get install ${missing.join(' ')}`);
  try {
    await runTool('unshare', ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', join(import.meta.dirname, 'support.sh')]);
    return { supported: true };
  } catch (error) {
    if (!(error instanceof LabToolError)) throw error;
    const detail = error.stderr.trim().split('\n').at(-1) ?? '';
    return no(`this machine does not let root make namespaces, overlay mounts or veth pairs (${detail}); a container needs --privileged`);
  }
}

function no(reason: string): LabSupport {
  return { supported: false, reason };
}

function findTool(tool: string): boolean {
  return toolPath.split(':').some((folder) => canAccess(join(folder, tool), constants.X_OK));
}

function canAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
