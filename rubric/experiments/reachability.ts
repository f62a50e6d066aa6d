/**
 * A stand-in for ping, traceroute, tracepath and mtr inside a sandbox (perl-base alone): it answers at once, by the truth of the
 * sandbox's network. An address that the name space holds answers, as does the default gateway; any other is silent.
 * Names are resolved as the machine does. Output and exit statuses are those of iputils, traceroute 2 and mtr 0.95.
 */
export const reachabilityTool = String.raw`#!/usr/bin/perl
use strict; use Socket; $| = 1;
my ($tool) = $0 =~ m{([^/]+)$};
if (open my $log, ">>", "/run/netgrader/out/calls") { print $log "$tool @ARGV\n" }

# Options that take a value, beside those that stand alone.
my %valued = (ping => "ceFiIlmMpQsStTwW", traceroute => "fgimNptlwqszPMO", tracepath => "lmp", mtr => "ciGfmUIaFsQyZPLBo");
my %long = map { $_ => 1 } qw(report-cycles interval gracetime first-ttl max-ttl max-unknown interface address filename psize tos ipinfo timeout port
  localport bitpattern order max-hops wait queries first first-hop sendwait source tries count);
my (%option, @words);
while (@ARGV) {
  my $word = shift;
  if ($word eq "--") { push @words, splice @ARGV }
  elsif ($word =~ /^--([\w-]+)(?:=(.*))?$/) { my ($name, $value) = ($1, $2); $option{$name} = $long{$name} ? $value // shift : 1 }
  elsif ($word =~ /^-(.+)/) {
    my $rest = $1;
    while ($rest =~ s/^(.)//) { my $letter = $1; if (index($valued{$tool}, $letter) >= 0) { $option{$letter} = length $rest ? $rest : shift; last } $option{$letter} = 1 }
  } else { push @words, $word }
}
my $target = $tool eq "ping" ? $words[-1] : $words[0];
if (!defined $target) { print STDERR $tool eq "ping" ? "ping: usage error: Destination address required\n" : "Usage: $tool [options] host\n"; exit($tool eq "ping" ? 1 : 2) }

my ($error, @found) = Socket::getaddrinfo($target, "", { socktype => SOCK_STREAM, family => $option{6} ? AF_INET6 : AF_INET });
if ($error || !@found) {
  if ($tool eq "ping") { print STDERR "ping: $target: Name or service not known\n"; exit 2 }
  if ($tool eq "mtr") { print STDERR "mtr: Failed to resolve host: $target: Name or service not known\n"; exit 1 }
  if ($tool eq "tracepath") { print STDERR "tracepath: $target: Name or service not known\n"; exit 1 }
  print STDERR "$target: Name or service not known\nCannot handle \"host\" cmdline arg '$target' on position 1 (argc 1)\n"; exit 2;
}
my (undef, $address) = Socket::getnameinfo($found[0]{addr}, Socket::NI_NUMERICHOST);
my $six = $address =~ /:/;

my $gateway = "";
if (open my $routes, "<", "/proc/net/route") { while (<$routes>) { my @field = split; $gateway = join ".", reverse map { hex } $field[2] =~ /../g if $field[1] eq "00000000" && $field[2] ne "00000000" } }
socket(my $socket, $six ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
my $answers = $address eq $gateway || bind $socket, $six ? Socket::pack_sockaddr_in6(0, Socket::inet_pton(AF_INET6, $address)) : pack_sockaddr_in(0, inet_aton($address));

sub atmost { my ($value, $default, $most) = @_; $value = $default unless defined $value && $value =~ /^\d+$/ && $value > 0; $value > $most ? $most : $value }

if ($tool eq "ping") {
  my $limit = $option{c} // $option{count};
  my $count = atmost($limit // $option{w}, 4, 200);
  print "PING $target ($address) 56(84) bytes of data.\n";
  my $label = $target eq $address || $option{n} ? $address : "$target ($address)";
  if (!defined $limit && !defined $option{w}) {
    # As the real one: without a count it goes on until somebody ends it, and then sums up.
    my $goes = 1; $count = 0; $SIG{INT} = $SIG{QUIT} = sub { $goes = 0 };
    while ($goes) { $count++; print "64 bytes from $label: icmp_seq=$count ttl=62 time=1.2", $count % 7, " ms\n" if $answers && !$option{q}; select undef, undef, undef, 0.5 }
    $option{q} = 1;
  }
  if ($answers && !$option{q}) { print "64 bytes from $label: icmp_seq=$_ ttl=62 time=1.2", $_ % 7, " ms\n" for 1 .. $count }
  print "\n--- $target ping statistics ---\n$count packets transmitted, ", $answers ? $count : 0, " received, ", $answers ? 0 : 100, "% packet loss, time ", 1001 * ($count - 1), "ms\n";
  print $answers ? "rtt min/avg/max/mdev = 1.211/1.234/1.262/0.020 ms\n" : "\n";
  exit($answers ? 0 : 1);
}

my $second = $gateway; $second =~ s/\.(\d+)\.\d+$/"." . ($1 + 1) . ".1"/e;
my @hops = $address =~ /^127\.|^::1$/ || !$gateway ? () : $address eq $gateway ? () : ($gateway, $second);
push @hops, $address if $answers;
my $most = atmost($option{m} // $option{"max-hops"} // $option{"max-ttl"}, 30, 30);
push @hops, ("") x ($most - @hops) unless $answers;
splice @hops, $most if @hops > $most;

if ($tool eq "traceroute") {
  print "traceroute to $target ($address), $most hops max, 60 byte packets\n";
  my $tries = atmost($option{q} // $option{queries}, 3, 10); my $number = 0;
  for my $hop (@hops) {
    my $label = $option{n} ? $hop : $hop eq $address && $target ne $address ? "$target ($address)" : "$hop ($hop)";
    printf "%2d  %s\n", ++$number, $hop ? $label . join "", map { sprintf "  %.3f ms", 0.3 * $number + 0.011 * $_ } 1 .. $tries : join " ", ("*") x $tries;
  }
} elsif ($tool eq "tracepath") {
  print " 1?: [LOCALHOST]                      pmtu 1500\n"; my $number = 0;
  for my $hop (@hops) { $number++; print $hop ? sprintf("%2d:  %-48s  %.3fms %s\n", $number, $hop, 0.4 * $number, $hop eq $address ? "reached" : "") : sprintf("%2d:  no reply\n", $number) }
  print $answers ? "     Resume: pmtu 1500 hops $number back $number \n" : "     Too many hops: pmtu 1500\n     Resume: pmtu 1500 \n";
} else {
  my $cycles = atmost($option{c} // $option{"report-cycles"}, 10, 200);
  # mtr ends its list a few silent hops after the last that answered.
  @hops = grep { length } @hops; push @hops, "???" unless $answers;
  print "Start: 2026-01-01T00:00:00+0000\n";
  printf "HOST: %-28s Loss%%   Snt   Last   Avg  Best  Wrst StDev\n", "lab"; my $number = 0;
  for my $hop (@hops) {
    my $lost = $hop eq "???"; my $ms = $lost ? 0 : 0.4 * ++$number; $number++ if $lost;
    printf "%3d.|-- %-26s %4.1f%% %5d %6.1f %5.1f %5.1f %5.1f %5.1f\n", $number, $hop eq $address && !$option{n} && $target ne $address ? $target : $hop, $lost ? 100 : 0, $cycles, ($ms) x 4, 0;
  }
}
exit 0;
`;
