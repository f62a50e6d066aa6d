/** Faults of the way to the host. Only the ones of `transportFaults` are worth another try. */
export type SshFault =
  | 'host-unreachable'
  | 'connection-refused'
  | 'connection-timeout'
  | 'ssh-silent'
  | 'not-ssh'
  | 'handshake-failed'
  | 'key-refused'
  | 'host-key-changed'
  | 'connection-lost'
  | 'no-answer'
  | 'aborted';

const transportFaults: ReadonlySet<SshFault> = new Set([
  'host-unreachable',
  'connection-refused',
  'connection-timeout',
  'ssh-silent',
  'connection-lost',
]);

/** A visit that failed. `message` is for the student: what happened and what to do. */
export class SshError extends Error {
  readonly code: SshFault;
  /** For `host-key-changed`: the fingerprint that the host showed. */
  readonly offeredHostKey: string | null;
  /** For `key-refused`, where the server named them: the ways to log in that it offers. */
  readonly methodsOffered: readonly string[];
  constructor(code: SshFault, message: string, options: ErrorOptions & { offeredHostKey?: string; methodsOffered?: readonly string[] } = {}) {
    super(message, options);
    this.code = code;
    this.offeredHostKey = options.offeredHostKey ?? null;
    this.methodsOffered = options.methodsOffered ?? [];
  }

  /** True where a later try may succeed without anybody changing anything. */
  get isTransportFault(): boolean {
    return transportFaults.has(this.code);
  }
}

/** An error of ssh2 or of the socket, told by its `code` and `level`, as a fault with a sentence. */
export function faultOf(cause: unknown, address: string, port: number): SshError {
  const { code, level } = (cause ?? {}) as { code?: unknown; level?: unknown };
  const host = `${address} port ${port}`;
  switch (code) {
    case 'ECONNREFUSED':
      return new SshError(
        'connection-refused',
        `Nothing accepts connections on ${host}. Check that the SSH server runs on that port, and submit again.`,
        { cause },
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return new SshError(
        'host-unreachable',
        `${address} cannot be reached. Check that the machine is on and that the address is right, and submit again.`,
        { cause },
      );
    case 'ETIMEDOUT':
      return timedOut(address, port, cause);
  }
  if (level === 'client-authentication') {
    return keyRefused(address, port, { cause });
  }
  if (level === 'client-socket' || code === 'ECONNRESET' || code === 'EPIPE') {
    return new SshError('connection-lost', `The connection to ${host} was cut by the other side. Submit again.`, { cause });
  }
  return new SshError(
    'handshake-failed',
    `The SSH server on ${host} and the grader found no common way to talk. Check that its key exchange, cipher and host key settings allow current algorithms (ed25519, curve25519, aes-gcm or chacha20).`,
    { cause },
  );
}

/** No answer to a SYN: the machine is off, or a firewall drops us. */
export function timedOut(address: string, port: number, cause?: unknown): SshError {
  return new SshError(
    'connection-timeout',
    `${address} does not answer on port ${port}: the machine is off, or a firewall drops the grader's packets. Let the graders' network reach the SSH port, and submit again.`,
    { cause },
  );
}

/** The server took the connection and not the key: not enrolled, expired, or another account policy. */
export function keyRefused(address: string, port: number, { cause, methodsOffered = [] }: { cause?: unknown; methodsOffered?: readonly string[] } = {}): SshError {
  return new SshError(
    'key-refused',
    `The SSH server on ${address} port ${port} refuses the grader's key. Run the enrolment script again (it also mends AllowUsers and AllowGroups), and submit again.`,
    { cause, methodsOffered },
  );
}
