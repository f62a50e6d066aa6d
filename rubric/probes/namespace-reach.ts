import { canonicalAddress } from '../network/address.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';
import { findNamespaces } from './network-namespaces.ts';
import { readSections } from './sections.ts';

/** How an address answered: echo, a service of the student's, our own listener for that moment; null: not at all, or it is the asker's own, too. */
export type Answer = { by: 'echo' } | { by: 'listener' } | { by: 'service'; port: number } | null;

export interface Attempt {
  from: string;
  /** The namespace that holds the address, by inode; `from` itself where a namespace asked itself. */
  to: string;
  address: string;
  answer: Answer;
}

export interface NamespaceReach {
  /** Inodes of the namespaces from which everything was tried to the end. */
  tried: string[];
  attempts: Attempt[];
}

/**
 * From each namespace to each address of every other and to its own: an echo request, its services (never those of nc
 * and its kin, which end after one visitor), and a listener that this probe holds there while it runs. At most 12
 * namespaces, named ones first. The machine's perl enters them, since an image may hold no tool at all.
 */
export const namespaceReach = defineProbe({
  id: 'namespace-reach',
  tools: ['ip', 'nsenter'],
  runAs: 'root',
  phase: 'experiment',
  timeoutSeconds: 10,
  maxBytes: 262_144,
  command: `for tool in perl nsenter; do command -v $tool >/dev/null || exit 127; done
NG_MASTER='${findNamespaces}
  use Fcntl; $SIG{PIPE} = "IGNORE"; my (%read, %write, %info, %text, %done);
  my @chosen = grep { defined } @order[0 .. 11];
  for my $inode (@chosen) {
    my $knock = (grep { $_->[3] =~ /^(nc|ncat|netcat|socat|busybox|nc[.].*)$/ } @{$held{$inode} || []}) ? 0 : 1;
    pipe my $in, my $out or die; pipe my $back, my $up or die;
    if (!fork) {
      open STDIN, "<&", $in; open STDOUT, ">&", $up; close $_ for $in, $out, $back, $up, values %write, values %read;
      exec "nsenter", "--net=$file{$inode}", "perl", "-e", $ENV{NG_CHILD}, $inode, $knock; exit 1;
    }
    close $in; close $up; ($read{$inode}, $write{$inode}) = ($back, $out);
  }
  sub now { return (split " ", slurp("/proc/uptime"))[0] }
  sub gather { my ($seconds, $enough) = @_; my $end = now() + $seconds;
    while (%read && now() < $end && grep { !$enough->($_) } keys %read) {
      my $bits = ""; vec($bits, fileno($_), 1) = 1 for values %read;
      next unless select(my $ready = $bits, undef, undef, 0.2) > 0;
      for my $inode (keys %read) { next unless vec($ready, fileno($read{$inode}), 1);
        if (sysread $read{$inode}, my $piece, 8192) { $text{$inode} .= $piece if length $text{$inode} < 65536 } else { delete $read{$inode} } }
    } }
  my $patience = $ENV{NG_PATIENCE} || 1;
  gather(3 * $patience, sub { $text{$_[0]} =~ /\\n/ });
  for (@chosen) { $text{$_} //= ""; $info{$_} = [split / /, $1] if $text{$_} =~ s/^info (.*)\\n// }
  for my $from (@chosen) { next unless $info{$from}; my $lines = "";
    for my $to (@chosen) { next unless $info{$to}; my ($own, $ports, @addresses) = @{$info{$to}}; $lines .= "$to $_ $own $ports\\n" for @addresses }
    syswrite $write{$from}, "$lines\\n"; }
  gather(4 * $patience, sub { $text{$_[0]} =~ /^done$/m });
  for (@chosen) { print "\\@\\@ tried $_ ", ($text{$_} =~ s/^done\\n//m ? "whole" : "part"), "\\n$text{$_}" if $info{$_} }
  close $_ for values %write; 1 while wait > 0;'
NG_CHILD='
  use Socket; use Errno; use Fcntl; $SIG{PIPE} = "IGNORE"; my $patience = $ENV{NG_PATIENCE} || 1; alarm 9 * $patience; $| = 1;
  my ($inode, $knock) = @ARGV;
  sub lines { open my $in, "<", $_[0] or return (); return <$in> }
  sub now { return (split " ", (lines("/proc/uptime"))[0])[0] }
  sub quick { fcntl($_[0], F_SETFL, O_NONBLOCK); setsockopt($_[0], SOL_SOCKET, SO_LINGER, pack("ii", 1, 0)); return $_[0] }
  sub place { my ($address, $port) = @_; return $address =~ /:/ ? Socket::pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, $address)) : pack_sockaddr_in($port, inet_aton($address)) }
  my (%own, $last); for (lines("/proc/net/fib_trie")) { $own{$last} = 1 if m{/32 host LOCAL} && $last !~ /^127[.]/ && keys %own < 4; $last = $1 if /-- (\\S+)/ }
  my $six = 0; for (map { [split] } lines("/proc/net/if_inet6")) { next if $_->[3] ne "00" || ++$six > 2; (my $text = $_->[0]) =~ s/(....)(?=.)/$1:/g; $own{$text} = 1 }
  my %port; for (map { [split] } lines("/proc/net/tcp"), lines("/proc/net/tcp6")) { $port{hex $1} = 1 if ($_->[3] // "") eq "0A" && $_->[1] !~ /7F:/ && $_->[1] =~ /:(....)$/ }
  my @ports = $knock ? (sort { $a <=> $b } keys %port)[0 .. 3] : ();
  my $listener;
  (socket($listener, AF_INET6, SOCK_STREAM, 0) && setsockopt($listener, 41, 26, pack("i", 0)) && bind($listener, Socket::pack_sockaddr_in6(0, Socket::inet_pton(AF_INET6, "::"))) && listen($listener, 64))
    || (socket($listener, AF_INET, SOCK_STREAM, 0) && bind($listener, pack_sockaddr_in(0, INADDR_ANY)) && listen($listener, 64));
  my $name = getsockname $listener; my $held = length $name == 16 ? (unpack_sockaddr_in($name))[0] : (Socket::unpack_sockaddr_in6($name))[0]; quick($listener);
  print "info $held ", join(",", grep { defined } @ports) || "-", " ", join(" ", sort keys %own), "\\n";
  my (@targets, @wait, %answer, $buffer); while (sysread STDIN, my $piece, 4096) { $buffer .= $piece; last if $buffer =~ /(^|\\n)\\n/ }
  my ($echo4, $echo6); socket($echo4, AF_INET, SOCK_RAW, 1) && quick($echo4); socket($echo6, AF_INET6, SOCK_RAW, 58) && quick($echo6);
  for (split /\\n/, $buffer) { my ($to, $address, $there, $ports) = split; next unless defined $ports;
    my $at = @targets; push @targets, [$to, $address]; if ($to ne $inode && $own{$address}) { $answer{$at} = "own"; next }
    for my $port ($there, $to eq $inode ? () : grep { /\\d/ } split /,/, $ports) { socket(my $socket, $address =~ /:/ ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or next; quick($socket);
      if (connect($socket, place($address, $port)) || $!{EINPROGRESS}) { push @wait, [$socket, $at, $port, $port eq $there ? 1 : 0, 0] } } }
  sub sum { my $sum = 0; $sum += $_ for unpack "n*", $_[0]; $sum = ($sum >> 16) + ($sum & 65535) while $sum >> 16; return ~$sum & 65535 }
  my $mark = $$ & 65535;
  sub ask { for my $at (0 .. $#targets) { next if $answer{$at}; my $address = $targets[$at][1];
    if ($address =~ /:/) { send($echo6, pack("CCnnn", 128, 0, 0, $mark, $at), 0, place($address, 0)) if $echo6 }
    elsif ($echo4) { my $sum = sum(pack("CCnnn", 8, 0, 0, $mark, $at)); send($echo4, pack("CCnnn", 8, 0, $sum, $mark, $at), 0, place($address, 0)) } } }
  ask(); my ($start, $again, $told) = (now(), 0, 0);
  while (1) {
    my ($in, $out) = ("", ""); vec($in, 0, 1) = 1; vec($in, fileno($_), 1) = 1 for grep { $_ } $listener, $echo4, $echo6;
    for (@wait) { if ($_->[4]) { vec($in, fileno($_->[0]), 1) = 1 } else { vec($out, fileno($_->[0]), 1) = 1 } }
    select($in, $out, undef, 0.1);
    if (vec($in, 0, 1)) { last unless sysread STDIN, my $rest, 4096 }
    if (vec($in, fileno($listener), 1) && accept(my $guest, $listener)) { quick($guest); syswrite $guest, "netgrader $inode"; push @guests, $guest }
    for my $echo (grep { $_ } $echo4, $echo6) { next unless vec($in, fileno($echo), 1);
      while (my $from = recv($echo, my $packet, 2048, 0)) { my $body = $echo == $echo4 ? substr($packet, 4 * (ord($packet) & 15)) : $packet; next if length $body < 8;
        my ($type, undef, undef, $id, $at) = unpack "CCnnn", $body; next unless $id == $mark && $type == ($echo == $echo4 ? 0 : 129) && $targets[$at];
        my $address = $targets[$at][1]; my $sender = $echo == $echo4 ? (unpack_sockaddr_in($from))[1] : (Socket::unpack_sockaddr_in6($from))[1];
        $answer{$at} ||= "echo" if $sender eq ($address =~ /:/ ? Socket::inet_pton(AF_INET6, $address) : inet_aton($address)) } }
    my @left; for (@wait) { my ($socket, $at, $port, $ours, $connected) = @$_;
      if ($connected) { if (!vec($in, fileno($socket), 1)) { push @left, $_; next } sysread $socket, my $said, 64; $answer{$at} = "listener" if ($said // "") eq "netgrader $targets[$at][0]"; next }
      if (!vec($out, fileno($socket), 1)) { push @left, $_; next }
      next if unpack "i", getsockopt($socket, SOL_SOCKET, SO_ERROR);
      if ($ours) { $_->[4] = 1; push @left, $_ } else { $answer{$at} ||= "service:$port" } }
    @wait = @left;
    my $gone = now() - $start; if (!$again && $gone > 0.6 * $patience) { $again = 1; ask() }
    if (!$told && ($gone > 1.6 * $patience || keys %answer == @targets)) { $told = 1; @wait = (); print map { "$targets[$_][0] $targets[$_][1] " . ($answer{$_} // "none") . "\\n" } 0 .. $#targets; print "done\\n" }
  }'
export NG_CHILD
exec perl -e "$NG_MASTER"`,
  parse(output): NamespaceReach {
    if (output.exit === 127) throw new UnparsableOutput('nsenter or perl is missing on the machine');
    const sections = readSections(output.stdout).filter(({ words }) => words[0] === 'tried');
    return {
      tried: sections.filter(({ words }) => words[2] === 'whole').map(({ words }) => words[1] ?? ''),
      attempts: sections.flatMap(({ words: [, from = ''], lines }) =>
        lines.slice(0, 200).flatMap((line) => {
          const [to = '', text = '', answer = ''] = line.split(' ');
          const address = canonicalAddress(text);
          return address === null ? [] : [{ from, to, address, answer: answerOf(answer) }];
        }),
      ),
    };
  },
});

function answerOf(text: string): Answer {
  if (text === 'echo' || text === 'listener') return { by: text };
  const port = /^service:(\d{1,5})$/.exec(text)?.[1];
  return port === undefined ? null : { by: 'service', port: Number(port) };
}
