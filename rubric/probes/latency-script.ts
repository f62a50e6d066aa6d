import { latencySets, latencyStandIn } from '../experiments/latency-samples.ts';
import { readSandboxOutput } from '../experiments/sandbox-output.ts';
import { defineProbe } from '../probe.ts';

/** One call of a tool that measures: how many packets it was to send, and after how many earlier ones. */
export interface Measurement {
  tool: 'ping' | 'mtr' | 'fping';
  count: number;
  from: number;
}

export interface LatencyRun {
  exit: number;
  output: string;
  asked: Measurement[];
}

/** What analyze_latency.sh made of each of `latencySets`, by the set's name. */
export type LatencyScript =
  | { status: 'ran'; runs: ReadonlyMap<string, LatencyRun> }
  | { status: 'missing' }
  | { status: 'no-sandbox'; why: string };

const target = 'ml-api.internal';

/**
 * Runs analyze_latency.sh once for each set of samples, which stand-ins for ping, mtr and their kin measure at once.
 * A script that measured nothing is tried again as others may be called: with a count, with no argument.
 */
export const latencyScript = defineProbe({
  id: 'latency-script',
  tools: ['bash', 'perl'],
  runAs: 'root',
  phase: 'experiment',
  // A script ends in a blink; a busy machine gets its time.
  timeoutSeconds: 40,
  maxBytes: 400_000,
  command: `eval "$NG_SANDBOX"
setup='ip route add local 0.0.0.0/0 dev lo
sandbox_names "${target} 10.66.0.20
* 10.66.0.0"
printf %s "$NG_STAND_IN" | stand_in ping mtr traceroute tracepath
for tool in ping4 ping6 fping mtr-packet; do ! command -v $tool >/dev/null || printf %s "$NG_STAND_IN" | stand_in $tool; done
: >"$NG_OUT/asked"; : >"$NG_OUT/slept"; echo 0 >"$NG_OUT/single"
# No waiting, but an endless loop does not keep the machine busy either.
stand_in sleep <<"TOOL"
#!/bin/sh
echo >>/run/netgrader/out/slept
[ "$(wc -c </run/netgrader/out/slept)" -le 1500 ] || exec tail -f /dev/null
TOOL
student_script analyze_latency >/run/netgrader/script || echo >"$NG_OUT/missing"'
run='script=$(cat /run/netgrader/script); [ "$script" ] || exit 127
cd "\${script%/*}" || exit 126
case $(head -c 2 "$script") in "#!") chmod u+x "$script" 2>/dev/null ;; esac
try() {
  [ ! -s "$NG_OUT/asked" ] || return 0
  if [ -x "$script" ]; then printf "${target}\\n50\\n\\n\\n" | timeout -k 1 10 "$script" "$@"; else printf "${target}\\n50\\n\\n\\n" | timeout -k 1 10 bash "$script" "$@"; fi
}
try ${target}; status=$?
[ -s "$NG_OUT/asked" ] || { try ${target} 50; try; try -t ${target}; try --host ${target}; status=$?; }
exit $status'
${latencySets.map((set) => `NG_STAND_IN='${latencyStandIn(set)}'\nexport NG_STAND_IN\nsandbox ${set.name} 14 40000 "$setup" "$run" &`).join('\n')}
wait`,
  parse(output): LatencyScript {
    const { runs, refused } = readSandboxOutput(output.stdout);
    const [why] = refused.values();
    if (why !== undefined) return { status: 'no-sandbox', why };
    if (latencySets.some(({ name }) => !runs.has(name))) return { status: 'no-sandbox', why: 'a run of the script did not end in its time' };
    if ([...runs.values()].some(({ logs }) => logs.has('missing'))) return { status: 'missing' };
    return {
      status: 'ran',
      runs: new Map([...runs].map(([name, { exit, output: text, logs }]) => [name, { exit, output: text, asked: readAsked(logs.get('asked') ?? '') }])),
    };
  },
});

function readAsked(log: string): Measurement[] {
  return log
    .split('\n')
    .slice(0, 2000)
    .flatMap((line) => {
      const [, tool, count, from] = /^(ping|mtr|fping) (\d{1,4}) (\d{1,6})$/.exec(line) ?? [];
      return tool === undefined ? [] : [{ tool: tool as Measurement['tool'], count: Math.min(Number(count), 3000), from: Number(from) }];
    });
}
