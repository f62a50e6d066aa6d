import { randomBytes } from 'node:crypto';
import { plainEnvironment } from '../collect/collect.ts';
import { boundedExec } from '../ssh/bounded-exec.ts';
import { SshError } from '../ssh/errors.ts';
import type { Session } from '../ssh/session.ts';

/** sudo and the account database answer at once; a name service that is away may take seconds. */
const deadlineMs = 6000;

export interface MachineAnswers {
  /** `said`: the last words of sudo, or that it did not answer. */
  sudo: 'works' | { said: string };
  /** Whether the student's own account exists. */
  login: boolean;
}

/** Asks in one exec whether sudo gives root without a password, and whether the login exists. Throws SshError where nothing answers. */
export async function askMachine(session: Session, login: string): Promise<MachineAnswers> {
  const nonce = randomBytes(8).toString('hex');
  let answer = '';
  const end = await boundedExec(session, {
    command: `${plainEnvironment} exec sh -s`,
    stdin: script(nonce, login),
    maxBytes: 16 * 1024,
    deadlineMs: () => deadlineMs,
    onStdout: (chunk) => void (answer += chunk.toString('utf8')),
  });
  const [before = '', sudo, account] = answer.split(`${nonce}\n`);
  if (sudo === undefined) {
    if (end.how === 'connection-lost') throw new SshError('connection-lost', 'The connection was cut while the machine was asked.');
    throw new SshError('no-answer', lastLine(end.stderr) || lastLine(before));
  }
  // The frame is whole only where the next one has begun.
  if (account === undefined) return { sudo: { said: 'sudo did not answer in time' }, login: false };
  const lines = sudo.trim().split('\n');
  return { sudo: lines.at(-1) === 'root:0' ? 'works' : { said: lastLine(sudo) || 'sudo gave no reason' }, login: account.trim() === 'exists' };
}

/** The same way to root as the collector's: a shell by `sudo -n`. */
function script(nonce: string, login: string): string {
  return `echo ${nonce}
sudo -n sh -c 'echo "root:$(id -u)"' 2>&1 < /dev/null
echo ${nonce}
getent passwd '${login.replaceAll("'", String.raw`'\''`)}' > /dev/null && echo exists
echo ${nonce}
`;
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 200);
}
