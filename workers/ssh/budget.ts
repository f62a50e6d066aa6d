/** `address:port`: what a host's own firewall and sshd count connections for. */
export type HostKeyText = `${string}:${number}`;

export type Reservation = { granted: true } | { granted: false; retryAfterMs: number };

/**
 * A hardened host drops a source that connects 6 times in 30 s (`ufw limit`, ufw(8)) and stays deaf while it is being
 * knocked at. So all visits of all workers together connect at most 4 times in 30 s, and a drop is followed by silence.
 */
export const contactLimit = { connections: 4, windowSeconds: 30, silenceSeconds: 31 } as const;

/** Asked before every TCP connection to a host's SSH port, whatever the visit is for. */
export interface ConnectionBudget {
  reserve(host: HostKeyText): Promise<Reservation>;
  /** After a drop: no connection for `silenceSeconds`, since each knock renews the lock. */
  silence(host: HostKeyText): Promise<void>;
}

/** For one process that is the only one to visit, such as `netgrader grade`. `now` in milliseconds. */
export function memoryBudget(now: () => number = Date.now): ConnectionBudget {
  const contacts = new Map<HostKeyText, number[]>();
  const silentUntil = new Map<HostKeyText, number>();
  const window = contactLimit.windowSeconds * 1000;
  return {
    reserve(host) {
      const at = now();
      const recent = (contacts.get(host) ?? []).filter((contact) => contact > at - window);
      const oldest = recent.length >= contactLimit.connections ? (recent.at(-contactLimit.connections) ?? at) : -Infinity;
      const retryAfterMs = Math.max(oldest + window - at, (silentUntil.get(host) ?? at) - at, 0);
      if (retryAfterMs > 0) return Promise.resolve({ granted: false, retryAfterMs });
      contacts.set(host, [...recent, at]);
      return Promise.resolve({ granted: true });
    },
    silence(host) {
      silentUntil.set(host, now() + contactLimit.silenceSeconds * 1000);
      return Promise.resolve();
    },
  };
}
