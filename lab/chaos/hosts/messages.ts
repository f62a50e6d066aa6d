/** One recorded host, told to the process that plays it. */
export interface HostPlan {
  /** Of the loopback network. */
  address: string;
  recording: string;
  /** OpenSSH public key line that may log in. */
  publicKey: string;
  answerMs: number;
}

/** What the process is told. */
export type ToHosts = { kind: 'play'; port: number; hosts: HostPlan[] } | { kind: 'cut'; milliseconds: number };

/** Two connections at once to one host: the older one's port on the visitor's side, to find its process by. */
export interface Overlap {
  kind: 'overlap';
  number: number;
  address: string;
  olderPort: number;
}

export type FromHosts =
  | { kind: 'playing' }
  | Overlap
  /** The older of the two is gone. */
  | { kind: 'overlap-over'; number: number; at: number };
