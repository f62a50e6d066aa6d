import { z } from 'zod';
import { defineProbe, parseJson, UnparsableOutput } from '../probe.ts';
import { readSections } from './sections.ts';

/** Counters of an interface since the machine's start, or the interface's. */
export interface LinkStatistics {
  name: string;
  isLoopback: boolean;
  received: { bytes: number; packets: number };
  sent: { bytes: number; packets: number };
  /** What `ethtool -i` names; null where it does not answer, as for the loopback. */
  driver: string | null;
  /** The driver's own counters (`ethtool -S`), by their names; empty where it has none. */
  driverCounters: ReadonlyMap<string, number>;
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

/** Lines of one interface: a driver of many queues has hundreds. */
const maxCounters = 600;

/** `ip -s -j link` (ip-link(8)), and `ethtool -i` and `-S` of the first eight interfaces where ethtool answers (ethtool(8)). */
export const linkStatistics = defineProbe({
  id: 'link-statistics',
  tools: ['ip', 'ethtool'],
  command: `ip -s -j link show || exit
command -v ethtool >/dev/null || exit 0
echo
ls /sys/class/net | grep -v '^lo$' | head -n 8 | while read -r name; do
  echo "@@ $name"
  ethtool -i "$name" 2>/dev/null | head -n 1
  ethtool -S "$name" 2>/dev/null | head -n ${maxCounters}
done
exit 0`,
  maxBytes: 262_144,
  parse(output): LinkStatistics[] {
    if (output.exit !== 0) throw new UnparsableOutput(`ip ended with ${output.exit}`);
    const [json = '', ...rest] = output.stdout.split(/^(?=@@ )/m);
    const list = links.safeParse(parseJson({ ...output, stdout: json }));
    const said = new Map(readSections(rest.join('')).map(({ words: [name = ''], lines }) => [name, lines]));
    if (!list.success) throw new UnparsableOutput('not the JSON of ip', { cause: list.error });
    return list.data.flatMap(({ ifname, link_type: type, stats64, stats }) => {
      const counters = stats64 ?? stats;
      return counters ? [{ name: ifname, isLoopback: type === 'loopback', received: counters.rx, sent: counters.tx, ...readEthtool(said.get(ifname) ?? []) }] : [];
    });
  },
});

function readEthtool(lines: readonly string[]): Pick<LinkStatistics, 'driver' | 'driverCounters'> {
  const driverCounters = new Map<string, number>();
  let driver: string | null = null;
  for (const line of lines.slice(0, maxCounters + 1)) {
    driver ??= /^driver: (\S{1,40})$/.exec(line)?.[1] ?? null;
    const [, name, value] = /^\s+(\S.{0,60}?): (\d{1,20})$/.exec(line) ?? [];
    if (name !== undefined) driverCounters.set(name, Number(value));
  }
  return { driver, driverCounters };
}
