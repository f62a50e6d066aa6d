import { reachabilityTool } from './reachability.ts';

/**
 * What is true of the host and port that the script is asked about. `walled` is `open` beside a local rule that drops
 * packets to elsewhere; `usage` is the script without arguments.
 */
export const scenarioNames = ['open', 'closed', 'silent', 'unknown', 'dead', 'walled'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface World {
  name: string;
  address: string;
  port: number;
  /** The machine's own address there, its gateway and the router behind it. */
  own: string;
  gateway: string;
  secondHop: string;
}

/**
 * Every scenario happens in both worlds, each time under the very same name, address and port: what the script is given
 * says nothing about what is true. All are of one length, so that ruled-off headings are, too.
 */
export const worlds: Readonly<Record<'a' | 'b', World>> = {
  a: { name: 'api-7f3.lab.internal', address: '10.88.14.21', port: 7431, own: '10.88.11.15', gateway: '10.88.11.1', secondHop: '10.88.12.1' },
  b: { name: 'hub-c52.lab.internal', address: '10.97.63.48', port: 9267, own: '10.97.51.37', gateway: '10.97.51.1', secondHop: '10.97.52.1' },
};
export type WorldName = keyof typeof worlds;

/** Seconds that one run may take; what it has printed by then is judged. Sound scripts take 4; the rest is for slow machines. */
export const runSeconds = 15;
/** The same for the run without arguments, which has nothing to wait for. */
export const usageSeconds = 5;

/** The exercise's own order, and others that a usage line may name. */
export const argumentForms = {
  positional: ({ name, port }: World) => `${name} ${port}`,
  joined: ({ name, port }: World) => `${name}:${port}`,
  letters: ({ name, port }: World) => `-h ${name} -p ${port}`,
  capital: ({ name, port }: World) => `-H ${name} -p ${port}`,
  words: ({ name, port }: World) => `--host ${name} --port ${port}`,
} as const;
export type ArgumentForm = keyof typeof argumentForms;

/** sh, as root in the sandbox; reads $scenario, $name, $address, $port, $own and $gateway. */
export const setUp = `for mine in $own 8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9; do echo addr add $mine/32 dev lo; done | ip -batch -
# By this route packets to an address that nobody holds vanish without a word, as on a real network.
ip route add default via $gateway dev lo src $own onlink
[ $scenario = dead ] || ip addr add $address/32 dev lo
if [ $scenario = unknown ]; then sandbox_names "router.lab.internal $gateway"; else sandbox_names "$name $address"; fi
stand_in ping traceroute tracepath mtr <<'TOOL'
${reachabilityTool}TOOL
if [ -e /usr/bin/resolvectl ]; then stand_in resolvectl <<'TOOL'
#!/bin/sh
while [ $# -gt 1 ]; do shift; done
getent ahosts "$1" | awk -v name="$1" '$2 == "STREAM" { print name ": " $1; found = 1 } END { exit !found }' && exit
echo "$1: resolve call failed: '$1' not found" >&2
exit 1
TOOL
fi
if [ $scenario = walled ]; then
  iptables -A OUTPUT -d 203.0.113.0/24 -j DROP || nft 'add table inet wall; add chain inet wall out { type filter hook output priority 0; }; add rule inet wall out ip daddr 203.0.113.0/24 drop'
fi
case $scenario in open | walled | silent) perl -e '
  use Socket; my ($scenario, $address, $port) = @ARGV; $SIG{CHLD} = $SIG{PIPE} = "IGNORE";
  my $where = pack_sockaddr_in($port, inet_aton($address));
  socket(my $server, AF_INET, SOCK_STREAM, 0); setsockopt($server, SOL_SOCKET, SO_REUSEADDR, 1);
  bind($server, $where) && listen($server, $scenario eq "silent" ? 0 : 64) or die "port $port: $!";
  # A full queue drops every further SYN: silence on an address that answers, with no rule and no module.
  my $filler; if ($scenario eq "silent") { socket($filler, AF_INET, SOCK_STREAM, 0); connect($filler, $where) or die "filling the queue: $!" }
  exit if fork; open STDOUT, ">/dev/null"; open STDERR, ">/dev/null";
  sleep 600 if $scenario eq "silent";
  while (accept(my $peer, $server)) {
    if (fork) { close $peer; next }
    my $bits = ""; vec($bits, fileno($peer), 1) = 1;
    if (select($bits, undef, undef, 0.5) > 0 && sysread($peer, my $request, 4096)) { syswrite($peer, "HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\nok\\n") }
    exit;
  }' $scenario $address $port ;;
esac`;
