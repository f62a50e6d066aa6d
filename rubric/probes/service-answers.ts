import { defineProbe } from '../probe.ts';

/** What a port of the rubric's list did when the machine itself knocked. `one-shot`: left alone, see the probe. */
export interface ServiceAnswer {
  port: number;
  answer: 'open' | 'silent' | 'closed' | 'one-shot';
  /** Where it answered. */
  address: string | null;
}

/**
 * Connects from the machine to its own addresses, at the ports of the parameter service_ports, all at once; and to those of
 * /etc/hosts in networks that begin and end on this machine, where a service in a namespace or a container listens. A port
 * held by nc or its kin is left alone: they end after one visitor, and the machine stays as it was found.
 */
export const serviceAnswers = defineProbe({
  id: 'service-answers',
  tools: ['perl'],
  phase: 'experiment',
  timeoutSeconds: 8,
  command: `ports=
for port in $NG_SERVICE_PORTS; do
  held=
  for process in /proc/[0-9]*; do
    read -r name <"$process/comm" || continue
    case $name in nc | nc.* | ncat | netcat | socat | busybox) ;; *) continue ;; esac
    tr '\\0' ' ' <"$process/cmdline" | grep -qE "(^|[^0-9])$port([^0-9]|$)" && held=$name
  done 2>/dev/null
  if [ "$held" ]; then echo "$port one-shot $held"; else ports="$ports $port"; fi
done
addresses=$(
  awk '$1 == "/32" && /host LOCAL/ { print last } { last = $2 }' /proc/net/fib_trie 2>/dev/null | sort -u | head -n 12
  [ -r /proc/net/if_inet6 ] && awk '$4 != "20" { print $1 }' /proc/net/if_inet6 | sed 's/..../&:/g; s/:$//' | head -n 4
)
uplink=$(ip route show default 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") { print $(i + 1); exit } }')
inside=$([ "$uplink" ] && awk '{ sub(/#.*/, "") } NF > 1 { print $1 }' /etc/hosts | sort -u | head -n 24 | while read -r address; do
  route=$(ip -o route get "$address" 2>/dev/null) || continue
  case " $route " in ' local '* | *' via '* | *" dev $uplink "*) ;; *) echo "$address" ;; esac
done | head -n 12)
if command -v perl >/dev/null; then
  exec perl -e '
    use Socket; use Errno; use Fcntl;
    my ($ports, $addresses, $inside) = @ARGV; my (%open, @wait); my %far = map { $_ => 1 } split " ", $inside;
    for my $port (split " ", $ports) { for my $address (split(" ", $addresses), keys %far) {
      my $six = $address =~ /:/;
      my $where = $six ? Socket::pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, $address)) : pack_sockaddr_in($port, inet_aton($address));
      socket(my $socket, $six ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or next;
      fcntl($socket, F_SETFL, O_NONBLOCK);
      if (connect($socket, $where)) { $open{$port} //= $address } elsif ($!{EINPROGRESS}) { push @wait, [$socket, $port, $address] }
    } }
    # On the machine itself an answer takes no time; 1.5 s without any ends the wait.
    my $idle = 0;
    while (@wait && $idle < 3) {
      my $bits = ""; vec($bits, fileno($_->[0]), 1) = 1 for @wait;
      $idle++ unless select(undef, my $ready = $bits, undef, 0.5) > 0;
      my @left;
      for (@wait) {
        if (!vec($ready, fileno($_->[0]), 1)) { push @left, $_; next }
        $open{$_->[1]} //= $_->[2] unless unpack("i", getsockopt($_->[0], SOL_SOCKET, SO_ERROR));
      }
      @wait = @left;
    }
    my %silent = map { $_->[1] => 1 } grep { !$far{$_->[2]} } @wait;
    print "$_ ", defined $open{$_} ? "open $open{$_}" : $silent{$_} ? "silent" : "closed", "\\n" for split " ", $ports;
  ' "$ports" "$addresses" "$inside"
fi
command -v bash >/dev/null || command -v nc >/dev/null || exit 127
knock() { # address port
  if command -v bash >/dev/null; then timeout 2 bash -c ': </dev/tcp/$0/$1' "$1" "$2"; else nc -z -w 2 "$1" "$2"; fi
  case $? in 0) echo "$2 open $1" ;; 124) echo "$2 silent" ;; *) echo "$2 closed" ;; esac
} 2>/dev/null
for port in $ports; do
  for address in $addresses; do knock "$address" "$port" & done
  for address in $inside; do knock "$address" "$port" | grep ' open ' & done
done
wait`,
  parse(output): ServiceAnswer[] {
    const best = new Map<number, ServiceAnswer>();
    const rank = ['closed', 'silent', 'one-shot', 'open'] as const;
    for (const line of output.stdout.split('\n')) {
      const [, port, answer, detail] = /^(\d+) (open|silent|closed|one-shot)(?: (\S+))?$/.exec(line) ?? [];
      if (port === undefined) continue;
      const seen: ServiceAnswer = { port: Number(port), answer: answer as ServiceAnswer['answer'], address: answer === 'open' ? (detail ?? null) : null };
      const before = best.get(seen.port);
      if (!before || rank.indexOf(seen.answer) > rank.indexOf(before.answer)) best.set(seen.port, seen);
    }
    return [...best.values()].toSorted((a, b) => a.port - b.port);
  },
});
