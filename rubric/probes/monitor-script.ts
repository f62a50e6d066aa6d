import { latencySets, latencyStandIn } from '../experiments/latency-samples.ts';
import { monitoredWorld, worldStandIn } from '../experiments/monitored-world.ts';
import { readSandboxOutput, type SandboxRun } from '../experiments/sandbox-output.ts';
import { defineProbe } from '../probe.ts';

/** A service that the script asks for: an open port, a host that answers to ping, a unit of systemd. */
export interface MonitoredTarget {
  kind: 'tcp' | 'icmp' | 'unit';
  /** An address, or the unit's name. */
  host: string;
  port: number | null;
}

export interface MonitorRun {
  exit: number;
  /** What it printed, then what it wrote to files. */
  output: string;
  /** How often it slept; ended by us when it had five times. */
  slept: number;
  up: MonitoredTarget[];
  asked: MonitoredTarget[];
  /** TCP connections that stood all the while; each is two sockets here. */
  connections: number;
  /** Unix seconds at its start and end, and the machine's offset from UTC in minutes. */
  clock: { start: number; end: number; offset: number };
}

/** How network_monitor.sh ran: `down` with no port open and every host answering to ping, then each half of its targets up. */
export type MonitorScript =
  | { status: 'ran'; path: string; down: MonitorRun; odd: MonitorRun; even: MonitorRun; hosts: ReadonlyMap<string, string[]>; refused: string }
  | { status: 'missing' }
  | { status: 'no-sandbox'; why: string };

// No round number lies between them, counted once or twice: a threshold in the script stays on one side.
const connections = { down: 26, odd: 26, even: 46 } as const;

/**
 * Runs network_monitor.sh three times. Every address is local and every name resolves; the first run tells whom the
 * script asks, the others have every other one of them up. Sleep takes no time, and the fifth ends the script; one
 * that waits otherwise is ended after five seconds.
 */
export const monitorScript = defineProbe({
  id: 'monitor-script',
  tools: ['bash', 'perl'],
  runAs: 'root',
  phase: 'experiment',
  // A few seconds in all; a busy machine gets its time.
  timeoutSeconds: 50,
  maxBytes: 600_000,
  command: `eval "$NG_SANDBOX"
NG_LINK=$(ip route show default | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") { print $(i + 1); exit } }')
[ "$NG_LINK" ] || NG_LINK=$(ls /sys/class/net | grep -v '^lo$' | head -n 1)
NG_WORLD='${monitoredWorld}'
NG_ANSWERS='${worldStandIn}'
NG_PATHS='${latencySets[0] ? latencyStandIn(latencySets[0]) : ''}'
export NG_LINK NG_WORLD NG_ANSWERS NG_PATHS NG_HELD NG_UP
setup='ip link add "\${NG_LINK:-eth0}" type veth peer name ng-far 2>/dev/null || ip link add "\${NG_LINK:-eth0}" type dummy
ip addr add 10.67.0.2/24 dev "\${NG_LINK:-eth0}"; ip link set "\${NG_LINK:-eth0}" up; ip link set ng-far up
ip route add default via 10.67.0.1
ip route add local 0.0.0.0/0 dev lo; ip -6 route add local ::/0 dev lo
sandbox_names "* 10.66.0.0"
printf %s "$NG_ANSWERS" | stand_in ping systemctl
# Nothing is silent here, so a time limit is never needed; a busy machine must not make one of a second run out.
stand_in timeout <<"TOOL"
#!/usr/bin/perl
my @words = @ARGV; my @options;
while (@words && $words[0] =~ /^-/) { my $option = shift @words; push @options, $option; push @options, shift @words if $option =~ /^-[ks]$/ || $option =~ /^--(kill-after|signal)$/ }
$words[0] = 20 * $1 . $2 if @words && $words[0] =~ /^([0-9]*[.]?[0-9]+)([smhd]?)$/;
exec "/run/netgrader/timeout", @options, @words; exit 125;
TOOL
printf %s "$NG_PATHS" | stand_in mtr traceroute tracepath
stand_in sleep <<"TOOL"
#!/bin/sh
echo "$*" >>/run/netgrader/out/slept
count=$(wc -l </run/netgrader/out/slept)
[ "$count" -lt 8 ] || kill -KILL 0
[ "$count" -lt 5 ] || kill -TERM 0
TOOL
: >"$NG_OUT/asked"; : >"$NG_OUT/slept"; echo 0 >"$NG_OUT/single"
printf "%s\\n" "$NG_UP" >/run/netgrader/up
cp /etc/hosts "$NG_OUT/hosts"
perl -e "$NG_WORLD" "$NG_HELD" "$NG_UP"
echo "\${NG_LINK:-eth0}" >/run/netgrader/link
student_script network_monitor >/run/netgrader/script || { echo >"$NG_OUT/missing"; exit 0; }
script=$(cat /run/netgrader/script); echo "$script" >"$NG_OUT/path"
# Logs of earlier runs would speak of the past.
for name in $(grep -aoE "[A-Za-z0-9_.-]+[.](log|csv|txt|json|out)" "$script" | sort -u | head -n 20); do
  find "$NG_HOME" /var/log /tmp /var/tmp "\${script%/*}" -maxdepth 5 -type f -name "$name" -exec truncate -s 0 {} + 2>/dev/null
done
# …and so would those whose names the script puts together as it runs: what they hold by now is passed over.
find "$NG_HOME" /var/log /tmp /var/tmp "\${script%/*}" -maxdepth 5 -type f -size +0 -size -4096k -printf "%s %p/\n" 2>/dev/null | head -n 5000 >/run/netgrader/sizes
echo "$NG_PAUSES \${NG_PATIENCE:-1} $NG_HOW" >/run/netgrader/how
touch /run/netgrader/begun; date +"%s %z" >"$NG_OUT/begun"'
run='script=$(cat /run/netgrader/script); [ "$script" ] || exit 127
read -r link </run/netgrader/link; read -r pauses patience how </run/netgrader/how
# Known to pause by sleep, it gets the time that it needs to come to five: a busy machine takes longer.
limit=$((9 * patience)); [ "\${pauses:-0}" -lt 1 ] || limit=$((2 * limit))
cd "\${script%/*}" || exit 126
case $(head -c 2 "$script") in "#!") chmod u+x "$script" 2>/dev/null ;; esac
shell=; [ -x "$script" ] || shell=bash
pause() { perl -e "select undef, undef, undef, 0.2"; }
# As others may be called: for the link, with root rights, without arguments, with a command, with an option.
attempt() {
  case $1 in
    1) exec /run/netgrader/timeout -k 1 $limit $shell "$script" "$link" ;;
    2) exec /run/netgrader/timeout -k 1 $limit sudo -n $shell "$script" "$link" ;;
    3) exec /run/netgrader/timeout -k 1 $limit $shell "$script" ;;
    4) exec /run/netgrader/timeout -k 1 $limit $shell "$script" start ;;
    5) exec /run/netgrader/timeout -k 1 $limit $shell "$script" -i "$link" ;;
  esac </dev/null &
  script_pid=$!
  # Who has not slept by then waits in another way.
  { [ "\${pauses:-0}" -gt 0 ] || { perl -e "select undef, undef, undef, 5 * $patience"; [ -s "$NG_OUT/slept" ] || kill $script_pid; }; } >/dev/null 2>&1 &
  watch_pid=$!
  wait $script_pid; status=$?
  kill $watch_pid 2>/dev/null
  [ $status -lt 124 ] || [ -s "$NG_OUT/slept" ] || status=124
  [ -s "$NG_OUT/slept" ] || pause
  for wait in 1 2 3 4 5; do
    { [ $status = 0 ] && [ -s "$NG_OUT/slept" ] && [ "$(wc -l <"$NG_OUT/slept")" -lt 5 ]; } || break
    pause
  done
  [ -s "$NG_OUT/slept" ] || [ $status = 124 ]
}
if [ "$how" ]; then attempt "$how"; else
  for how in 1 2 3 4 5; do attempt $how && break; done
  [ -s "$NG_OUT/slept" ] || [ $status = 124 ] || how=1
  echo $how >"$NG_OUT/how"
fi
exit $status'
after='date +%s >"$NG_OUT/ended"
find "$NG_TOP/upper" -type f -newer /run/netgrader/begun -size -4096k ! -path "*/sudo/*" ! -name "*.pid" 2>/dev/null | head -n 8 | while IFS= read -r file; do
  grep -Iq . "$file" || continue
  rest=\${file#"$NG_TOP"/upper/*/}
  before=$(grep -F -- "/$rest/" /run/netgrader/sizes | head -n 1 | cut -d" " -f1)
  [ "\${before:-0}" -le "$(stat -c %s "$file")" ] || before=0
  tail -c "+$((before + 1))" "$file" | tail -c 12000; echo
done >"$NG_OUT/written"'
each() { # name connections up seconds
  NG_HELD=$2 NG_UP=$3
  sandbox "$1" $4 24000 "$setup" "$run" "$after"
}
NG_HOW= NG_PAUSES=0; export NG_HOW NG_PAUSES
down=$(each down ${connections.down} 'icmp *' 12)
printf '%s\\n' "$down"
log() { printf '%s\\n' "$down" | awk -v file="$1" '$1 == "@log" && $3 == file { print $4 }' | base64 -d; }
NG_HOW=$(log how) NG_PAUSES=$(log slept | grep -c '')
[ "$(log path)" ] || exit 0
asked=$(log asked | grep -E '^(tcp [0-9a-f.:]+ [0-9]+|icmp [0-9.]+|unit [A-Za-z0-9@._-]+)$' | head -n 60)
# A script that looks at what listens asks nobody.
[ "$asked" ] || asked=$(for port in $NG_SERVICE_PORTS; do echo "tcp 0.0.0.0 $port"; done)
halves() { # 0|1: every other host, all addresses of a name together; of a single host, every other port
  { log hosts; echo '@asked'; printf '%s\\n' "$asked"; } | awk -v half="$1" '
    /^@asked$/ { asked = 1; next }
    !asked { sub(/#.*/, ""); for (i = 2; i <= NF; i++) { if ($i in first) same[$1] = first[$i]; else first[$i] = ($1 in same) ? same[$1] : $1 } next }
    { host = $2; if (host == "::1") host = "127.0.0.1"; if (host in same) host = same[host]; port = host " " $3
      if (!(host in hosts)) hosts[host] = hostCount++; if (!(port in ports)) ports[port] = portCount++
      line[++lines] = $0; h[lines] = hosts[host]; p[lines] = ports[port] }
    END { for (i = 1; i <= lines; i++) if ((hostCount > 1 ? h[i] : p[i]) % 2 == half) print line[i] }'
}
each odd ${connections.odd} "$(halves 0)" 20 &
each even ${connections.even} "$(halves 1)" 20 &
wait
echo "@up odd $(halves 0 | base64 -w 0)"
echo "@up even $(halves 1 | base64 -w 0)"`,
  parse(output): MonitorScript {
    const { runs, refused } = readSandboxOutput(output.stdout);
    const [why] = refused.values();
    if (why !== undefined) return { status: 'no-sandbox', why };
    const down = runs.get('down');
    if (down?.logs.has('missing')) return { status: 'missing' };
    const odd = runs.get('odd');
    const even = runs.get('even');
    if (!down || !odd || !even) return { status: 'no-sandbox', why: 'a run of the script did not end in its time' };
    // The others show that it pauses: the machine was too busy for its first round then, and the script is not to blame.
    if (!pauses(down) && down.exit >= 124 && pauses(odd) && pauses(even)) return { status: 'no-sandbox', why: 'the machine was too busy for a whole round of it' };
    return {
      status: 'ran',
      path: (down.logs.get('path') ?? '').trim(),
      down: readRun(down, connections.down, readTargets(down.logs.get('asked') ?? '').filter(({ kind }) => kind === 'icmp')),
      odd: readRun(odd, connections.odd, readTargets(upIn(output.stdout, 'odd'))),
      even: readRun(even, connections.even, readTargets(upIn(output.stdout, 'even'))),
      hosts: readHosts(down.logs.get('hosts') ?? ''),
      refused: down.logs.get('refused') ?? '',
    };
  },
});

function pauses(run: SandboxRun): boolean {
  return (run.logs.get('slept') ?? '') !== '';
}

function upIn(stdout: string, name: string): string {
  const line = stdout.split('\n').find((text) => text.startsWith(`@up ${name} `)) ?? '';
  return Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('utf8');
}

function readRun({ exit, output, logs }: SandboxRun, held: number, up: MonitoredTarget[]): MonitorRun {
  const [start = 0, zone = '+0000'] = (logs.get('begun') ?? '').trim().split(' ');
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  return {
    exit,
    output: `${output}\n${logs.get('written') ?? ''}`,
    slept: (logs.get('slept') ?? '').split('\n').length - 1,
    up,
    asked: readTargets(logs.get('asked') ?? ''),
    connections: held,
    clock: {
      start: Number(start) || 0,
      end: Number((logs.get('ended') ?? '').trim()) || 0,
      offset: (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)),
    },
  };
}

function readTargets(log: string): MonitoredTarget[] {
  return log
    .split('\n')
    .slice(0, 200)
    .flatMap((line) => {
      const [, kind, host = '', port] = /^(tcp|icmp|unit) ([\w.:@-]{1,100})(?: (\d{1,5}))?$/.exec(line) ?? [];
      return kind === undefined ? [] : [{ kind: kind as MonitoredTarget['kind'], host, port: port === undefined ? null : Number(port) }];
    });
}

/** Addresses of the names in /etc/hosts, the first one winning. */
function readHosts(text: string): Map<string, string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n').slice(0, 500)) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    for (const name of names) hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address]);
  }
  return hosts;
}
