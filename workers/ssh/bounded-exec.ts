import type { ClientChannel } from 'ssh2';
import { SshError } from './errors.ts';
import type { Session } from './session.ts';

export interface BoundedExec {
  command: string;
  stdin: string;
  /** Bytes of stdout and stderr together. At the cap the socket is destroyed. */
  maxBytes: number;
  /** From the start. Asked again when that is over: what the host says meanwhile may grant it more. */
  deadlineMs(): number;
  onStdout(chunk: Buffer): void;
}

/** `closed`: the channel ended by itself. The other two cut the connection; what came before them stands. */
export type ExecEnd =
  | { how: 'closed'; exit: number | null; stderr: string }
  | { how: 'output-cap' | 'deadline' | 'connection-lost'; stderr: string };

/** What may wait to be sent to a host that does not read: many times the script, which is all that we have to say. */
const unreadLimit = 512 * 1024;

/** Raw bytes for one byte of output: ssh2 needs work for each packet, and a host may send packets of one byte, or of none. */
const wireFactor = 2;

/**
 * Runs one command on the session's only channel. Streams are never paused: ssh2's receive window is advisory, so a
 * host that ignores it would fill memory through a paused stream. Throws SshError `no-answer` where exec is refused.
 */
export function boundedExec(session: Session, exec: BoundedExec): Promise<ExecEnd> {
  const { client, socket } = session;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let stderr = '';
    let exit: number | null = null;
    let ended = false;
    const finish = (end: ExecEnd) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      if (end.how !== 'closed') socket.destroy();
      resolve(end);
    };
    let timer: NodeJS.Timeout;
    const watch = () => {
      const left = exec.deadlineMs() - (performance.now() - started);
      if (left > 0) timer = setTimeout(watch, left);
      else finish({ how: 'deadline', stderr });
    };
    watch();
    const lost = () => finish({ how: 'connection-lost', stderr });
    socket.once('close', lost);
    // Requests outside the channel count as no output, and each makes us answer.
    const wireLimit = socket.bytesRead + wireFactor * exec.maxBytes + 65_536;
    socket.on('data', () => {
      if (socket.bytesRead > wireLimit || socket.writableLength > unreadLimit) finish({ how: 'output-cap', stderr });
    });

    client.exec(exec.command, (error: Error | undefined, channel: ClientChannel) => {
      // ssh2 reports a connection that went away as a refused exec.
      if (error && socket.destroyed) return lost();
      if (error) {
        clearTimeout(timer);
        ended = true;
        return reject(new SshError('no-answer', 'The SSH server lets the grader log in and not run commands. Run the enrolment script again, and remove any ForceCommand for the account netgrader.', { cause: error }));
      }
      const count = (chunk: Buffer): boolean => {
        bytes += chunk.length;
        if (bytes > exec.maxBytes) finish({ how: 'output-cap', stderr });
        return !ended;
      };
      channel.on('data', (chunk: Buffer) => void (count(chunk) && exec.onStdout(chunk)));
      channel.stderr.on('data', (chunk: Buffer) => {
        if (count(chunk)) stderr = (stderr + chunk.toString('utf8')).slice(-4096);
      });
      channel.on('error', lost);
      channel.on('exit', (code: number | null) => (exit = code));
      channel.on('close', () => finish({ how: 'closed', exit, stderr }));
      channel.end(exec.stdin);
    });
  });
}
