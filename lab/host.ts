import { readFile } from 'node:fs/promises';
import { fingerprintOf } from '#workers/ssh/fingerprint.ts';
import { removeCgroup } from './cgroups.ts';
import { runInHost } from './enter.ts';
import type { RunOptions, RunResult } from './enter.ts';
import { LabStateError, LabToolError } from './errors.ts';
import { poll } from './poll.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { isAlive, waitUntilGone } from './process-identity.ts';
import type { Supervised } from './supervised.ts';

export interface HostKey {
  /** As OpenSSH names it: `ssh-ed25519`, `ecdsa-sha2-nistp256`. */
  readonly type: string;
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly fingerprint: string;
}

/** A running lab host. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
  readonly port: 22;
  /** The host's pid 1 as this machine numbers it. */
  readonly leaderPid: number;
  /** Runs a bash script inside, as root unless `asUser` says otherwise. A non-zero exit is an answer. */
  run(script: string, options?: RunOptions): Promise<RunResult>;
  /**
   * Applies a state: a script file (a path that ends in .sh) or its text. It finds LAB_ADDRESS, LAB_NETWORK
   * and LAB_WORKER in its environment. @throws LabStateError when it exits non-zero
   */
  applyState(fileOrText: string, options?: RunOptions): Promise<void>;
  hostKeyFingerprints(): Promise<HostKey[]>;
  /** Pulls the plug: all its processes are killed, nothing of it is kept. */
  stop(): Promise<void>;
}

export interface HostParts {
  readonly name: string;
  readonly address: string;
  readonly leader: ProcessIdentity;
  readonly launcher: Supervised;
  readonly cgroup: string;
  readonly unplug: () => Promise<void>;
  readonly environment: Readonly<Record<string, string>>;
}

/** The handle on a host that has booted. `onStopped` is called once, when nothing of it runs any more. */
export function hostHandle(parts: HostParts, onStopped: () => void): LabHost {
  const { name, leader } = parts;
  const run = async (script: string, options?: RunOptions): Promise<RunResult> => {
    // Its pid may belong to a stranger by now.
    if (!isAlive(leader)) throw new LabToolError('a script in a lab host', null, `lab host ${name} is down`);
    return runInHost(leader.pid, script, options);
  };
  return hostOf({ ...parts, leaderPid: leader.pid, run, end: () => endHost(parts).then(onStopped) });
}

interface Reached extends Pick<HostParts, 'name' | 'address' | 'environment'>, Pick<LabHost, 'leaderPid' | 'run'> {
  end: () => Promise<void>;
}

/** The handle on a host, however scripts get into it. */
export function hostOf({ name, address, leaderPid, environment, run, end }: Reached): LabHost {
  let stopped: Promise<void> | undefined;
  return {
    name,
    address,
    port: 22,
    leaderPid,
    run,
    async applyState(fileOrText, options = {}) {
      const isFile = /^[^\n]+\.sh$/.test(fileOrText);
      const script = isFile ? await readFile(fileOrText, 'utf8') : fileOrText;
      const result = await run(script, { timeoutMs: 120_000, ...options, env: { ...environment, ...options.env } });
      if (result.exit === 0) return;
      const what = isFile ? fileOrText : 'a state';
      throw new LabStateError(`${what} failed on lab host ${name} (exit ${result.exit}): ${result.stderr.trim().slice(-2000)}`, result.exit);
    },
    async hostKeyFingerprints() {
      return parseHostKeys((await run('cat /etc/ssh/ssh_host_*_key.pub')).stdout);
    },
    stop() {
      stopped ??= end();
      return stopped;
    },
  };
}

/** Kills a host and waits until its processes and cgroups are gone, and nothing answers at its address. @throws LabToolError */
export async function endHost(parts: Omit<HostParts, 'leader' | 'environment'> & { leader?: ProcessIdentity }): Promise<void> {
  await parts.launcher.kill();
  const gone = parts.leader === undefined || (await waitUntilGone(parts.leader, 10_000));
  await parts.unplug();
  const removed = gone && (await poll(10_000, () => removeCgroup(parts.cgroup) || undefined, 5));
  if (removed !== true) throw new LabToolError('stop', null, `processes of lab host ${parts.name} are still there 10 s after SIGKILL`);
}

function parseHostKeys(files: string): HostKey[] {
  return files.split('\n').flatMap((line) => {
    const [type, blob] = line.split(' ');
    if (type === undefined || blob === undefined) return [];
    return [{ type, fingerprint: fingerprintOf(Buffer.from(blob, 'base64')) }];
  });
}
