import { z } from 'zod';
import { defineProbe, parseJson, UnparsableOutput } from '../probe.ts';

/** Counters of an interface since the machine's start, or the interface's. */
export interface LinkStatistics {
  name: string;
  isLoopback: boolean;
  received: { bytes: number; packets: number };
  sent: { bytes: number; packets: number };
}

const side = z.object({ bytes: z.number(), packets: z.number() });
const links = z.array(
  z.object({
    ifname: z.string(),
    link_type: z.string().optional(),
    stats64: z.object({ rx: side, tx: side }).optional(),
    stats: z.object({ rx: side, tx: side }).optional(),
  }),
);

/** `ip -s -j link` (ip-link(8)). */
export const linkStatistics = defineProbe({
  id: 'link-statistics',
  tools: ['ip', 'ethtool'],
  command: 'ip -s -j link show',
  maxBytes: 262_144,
  parse(output): LinkStatistics[] {
    if (output.exit !== 0) throw new UnparsableOutput(`ip ended with ${output.exit}`);
    const list = links.safeParse(parseJson(output));
    if (!list.success) throw new UnparsableOutput('not the JSON of ip', { cause: list.error });
    return list.data.flatMap(({ ifname, link_type: type, stats64, stats }) => {
      const counters = stats64 ?? stats;
      return counters ? [{ name: ifname, isLoopback: type === 'loopback', received: counters.rx, sent: counters.tx }] : [];
    });
  },
});
