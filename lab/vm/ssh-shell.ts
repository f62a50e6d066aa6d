import ssh2 from 'ssh2';
import type { RunOptions, RunResult } from '../enter.ts';
import { LabToolError } from '../errors.ts';

/** Scripts on a machine that no namespace leads into: over one SSH connection, made before anything is hardened. */
export interface SshShell {
  run(script: string, options?: RunOptions): Promise<RunResult>;
  close(): void;
}

/** Logs in with the stock account's password. Throws ssh2's errors. */
export function openSshShell(address: string): Promise<SshShell> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', () => resolve({ run: (script, options) => run(client, script, options), close: () => client.destroy() }));
    client.connect({ host: address, username: 'student', password: 'student', readyTimeout: 60_000, hostVerifier: () => true });
  });
}

// As in enter.ts: the whole script is read before any of it runs.
const readAndRun = 'cd; script=$(cat); exec </dev/null; eval "$script"';

function run(client: ssh2.Client, script: string, { asUser = 'root', env = {}, timeoutMs = 300_000 }: RunOptions = {}): Promise<RunResult> {
  const home = asUser === 'root' ? '/root' : `/home/${asUser}`;
  const variables = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: home, USER: asUser, LOGNAME: asUser, ...env };
  const assignments = Object.entries(variables).map(([name, value]) => quote(`${name}=${value}`));
  const command = `sudo -n -u ${quote(asUser)} env -i ${assignments.join(' ')} bash -c ${quote(readAndRun)}`;
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      const result = { exit: null as number | null, stdout: '', stderr: '' };
      const timer = setTimeout(() => reject(new LabToolError('a script in a virtual machine', null, `still running after ${timeoutMs} ms. ${result.stderr}`)), timeoutMs);
      channel.on('data', (piece: Buffer) => (result.stdout += piece.toString('utf8')));
      channel.stderr.on('data', (piece: Buffer) => (result.stderr += piece.toString('utf8')));
      channel.on('exit', (exit: number | null) => {
        clearTimeout(timer);
        result.exit = exit;
        // What the script left running may hold the channel open for ever.
        setTimeout(() => {
          channel.close();
          resolve(result);
        }, 200);
      });
      channel.end(script);
      return undefined;
    });
  });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
