import { z } from 'zod';
import { defineProbe } from '../probe.ts';

/** What iperf3 and ping measured between two endpoints on the machine. */
export interface Bandwidth {
  /** Of the receiver, in bits per second; null where iperf3 said an error or is missing. */
  bitsPerSecond: number | null;
  /** Why there is no figure, in iperf3's words or ours. */
  problem: string | null;
  /** The shortest round trip over veth or loopback, in milliseconds; null where ping gave none. */
  shortestRoundTrip: number | null;
}

const result = z.object({
  error: z.string().optional(),
  end: z.object({ sum_received: z.object({ bits_per_second: z.number() }).optional() }).optional(),
});

/**
 * iperf3 between two network namespaces without names, joined by a veth: a port of our own, one test of one
 * second (3.18 never ends one of so many bytes, `-n`, without reports in between). Some versions end with status 0 on failure, so the JSON's own error is what counts.
 */
export const bandwidth = defineProbe({
  id: 'bandwidth',
  tools: ['iperf3'],
  runAs: 'root',
  phase: 'experiment',
  timeoutSeconds: 15,
  maxBytes: 65_536,
  command: `command -v iperf3 >/dev/null || echo '@missing'
unshare --mount --net --pid --fork --kill-child --mount-proc sh -c '
  ip link set lo up
  unshare --net tail -f /dev/null & far=$!
  for try in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(readlink /proc/$far/ns/net)" = "$(readlink /proc/self/ns/net)" ] || break
    sleep 0.05
  done
  ip link add ng-near type veth peer name ng-far && ip link set ng-far netns $far || exit 3
  ip addr add 10.64.0.1/30 dev ng-near
  ip link set ng-near up
  nsenter -t $far -n sh -c "ip addr add 10.64.0.2/30 dev ng-far; ip link set ng-far up"
  if command -v iperf3 >/dev/null; then
    nsenter -t $far -n iperf3 -s -1 -p 5209 >/dev/null 2>&1 &
    for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
      nsenter -t $far -n grep -qs ":1459 " /proc/net/tcp /proc/net/tcp6 && break
      sleep 0.1
    done
    echo "@iperf3 $(timeout 10 iperf3 -c 10.64.0.2 -p 5209 -t 1 -i 0 --json 2>&1 | tr -d "\\n\\t")"
  fi
  LC_ALL=C ping -c 5 -i 0.2 -q 10.64.0.2 & LC_ALL=C ping -c 5 -i 0.2 -q 127.0.0.1 & wait $!
' 2>&1`,
  parse({ stdout }): Bandwidth {
    const shortest = [...stdout.matchAll(/min\/avg\/max\S* = ([\d.]{1,12})\//g)].map(([, least]) => Number(least));
    const shortestRoundTrip = shortest.length === 0 ? null : Math.min(...shortest);
    const none = (problem: string): Bandwidth => ({ bitsPerSecond: null, problem, shortestRoundTrip });
    if (/^@missing$/m.test(stdout)) return none('iperf3 is not installed');
    const [, text] = /^@iperf3 (\{.*)$/m.exec(stdout) ?? [];
    if (text === undefined) return none(stdout.trim().split('\n')[0]?.slice(0, 200) || 'iperf3 said nothing');
    const { error, end } = readResult(text);
    if (error !== undefined) return none(error.slice(0, 200));
    const bitsPerSecond = end?.sum_received?.bits_per_second ?? 0;
    return bitsPerSecond > 0 ? { bitsPerSecond, problem: null, shortestRoundTrip } : none('iperf3 measured nothing');
  },
});

function readResult(text: string): z.infer<typeof result> {
  try {
    return result.parse(JSON.parse(text));
  } catch {
    return { error: 'what iperf3 printed is not its JSON' };
  }
}
