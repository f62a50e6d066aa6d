import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { cgroupsBeside } from './cgroups.ts';
import { LabToolError } from './errors.ts';
import { toolEnvironment } from './tool.ts';

/** What a script left. `exit` is null when a signal ended it. */
export interface RunResult {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** An account on the host; root without it. */
  readonly asUser?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default 60 s; then everything the script started in its session is killed. */
  readonly timeoutMs?: number;
}

// The whole script is read before any of it runs: a command in it may read stdin and gets none of it.
const readAndRun = 'script=$(cat); exec </dev/null; eval "$script"';
const guestPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The argument list that enters the host of this pid 1, joins its cgroups and starts `command`. */
export function enterArguments(leaderPid: number, command: readonly string[]): string[] {
  return [join(import.meta.dirname, 'enter.sh'), String(leaderPid), ...cgroupsBeside(leaderPid), '--', ...command];
}

/**
 * Runs a bash script in a host, as from a log-in of its own: clean environment, home folder, no terminal.
 * A non-zero exit is an answer, not an error.
 * @throws LabToolError at the time-out
 */
export function runInHost(leaderPid: number, script: string, options: RunOptions = {}): Promise<RunResult> {
  const environment = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const clean = ['env', '-i', `PATH=${guestPath}`, 'LANG=C.UTF-8', 'HOME=/root', 'USER=root', 'LOGNAME=root', 'SHELL=/bin/bash'];
  const command =
    options.asUser === undefined
      ? [...clean, ...environment, 'bash', '-c', `cd; ${readAndRun}`]
      : [...clean, 'runuser', '--login', options.asUser, '--session-command', 'exec env "$@" bash -c "$0"', readAndRun, 'LANG=C.UTF-8', ...environment];
  const child = spawn('sh', enterArguments(leaderPid, command), { detached: true, env: toolEnvironment(), stdio: 'pipe' });
  child.stdin.on('error', () => undefined); // the script ended before it was read: its exit says why
  child.stdin.end(script);
  return collect(child, options.timeoutMs ?? 60_000);
}

function collect(child: ChildProcessWithoutNullStreams, timeoutMs: number): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const killAll = (): void => {
      timedOut = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(killAll, timeoutMs);
    child.on('error', reject);
    child.on('exit', () => {
      clearTimeout(timer);
      // A service that the script left running may hold the pipes open for ever: what is there is read, then cut.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 100).unref();
    });
    child.on('close', (exit) => {
      if (timedOut) reject(new LabToolError('a script in a lab host', null, `still running after ${timeoutMs} ms. ${stderr}`));
      else resolve({ exit, stdout, stderr });
    });
  });
}
