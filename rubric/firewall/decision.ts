/** Where a verdict was spoken: a rule of a chain, counted from 1, or the chain's policy (`index` 0). */
export interface RuleReference {
  tool: 'iptables' | 'ip6tables' | 'nft';
  /** Of the table: `ip`, `ip6`, `inet`, `netdev`. */
  family: string;
  table: string;
  chain: string;
  index: number;
  /** As the tool prints it (`-A INPUT …`, `tcp dport 22 accept`, `policy drop`). */
  text: string;
}

/** A condition that holds up to a rate or a count only. */
export interface Rate {
  kind: 'limit' | 'hashlimit' | 'recent' | 'connlimit' | 'meter';
  /** The condition in the tool's words. */
  text: string;
}

export type FinalVerdict = 'accepted' | 'rejected' | 'dropped' | 'unknown';

/**
 * What the firewall does with a packet. `limited` is accepted up to a rate; `unknown` where a condition that cannot be
 * judged makes the difference.
 */
export interface Decision {
  verdict: 'accepted' | 'limited' | 'rejected' | 'dropped' | 'unknown';
  /** The rule that decides; null where no chain looks at such packets, or the verdict is unknown. */
  rule: RuleReference | null;
  /** The rules whose jumps led there, outermost first, `rule` last. */
  trail: RuleReference[];
  /** For `unknown`: the conditions that could not be judged, in a phrase. */
  why?: string;
  /** For `limited`: the rate, and what happens beyond it. */
  rate?: Rate & { beyond: { verdict: FinalVerdict; rule: RuleReference | null; logged: boolean } };
  /** For `rejected`: `tcp-reset`, or the ICMP code's name without its family (`port-unreachable`, `admin-prohibited`). */
  rejectWith?: string;
  /** A log rule was met on the way, whatever rate that one has. */
  logged: boolean;
  /** Where the packet went after address translation, if it was translated. */
  translatedTo?: { address: string; port: number | null };
}
