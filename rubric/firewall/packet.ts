/** A packet that reaches the host from outside, as it stands at its first hook. A new TCP packet is a SYN. */
export interface Packet {
  protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6';
  family: 4 | 6;
  /** Literal addresses of the packet's family. */
  source: string;
  destination: string;
  /** An ordinary client's (40000) where it is left out. */
  sourcePort?: number;
  /** The port it is sent to; without meaning for ICMP. */
  port?: number;
  inInterface: string;
  /** What connection tracking makes of it. */
  state: 'new' | 'established' | 'related' | 'invalid';
  /** Echo request where it is left out. */
  icmpType?: number;
}
