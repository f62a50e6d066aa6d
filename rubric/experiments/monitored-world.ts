/**
 * The world that a monitoring script looks at (Perl, no single quotes): `perl -e … CONNECTIONS TARGETS`. It holds that
 * many TCP connections to itself, answers at the targets ("tcp ADDRESS PORT" lines) with a line that suits HTTP or
 * Redis, and notes in $NG_OUT/asked whom anybody on the loopback tries to connect to. Returns when it is ready.
 */
export const monitoredWorld = String.raw`
use strict; use Socket; my ($held, $targets) = @ARGV; $SIG{PIPE} = "IGNORE";
sub listener { my ($address, $port) = @_; my $six = $address =~ /:/;
  socket(my $socket, $six ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or return; setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1;
  setsockopt $socket, 41, 26, 1 if $six;
  bind($socket, $six ? Socket::pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, $address)) : pack_sockaddr_in($port, inet_aton($address))) && listen($socket, 128) or return;
  return $socket }
my @open; my @up = map { [(split)[1, 2]] } grep { /^tcp / } split /\n/, $targets; my %bound;
for (@up, map { ["::1", $$_[1]] } grep { $$_[0] =~ /^127\./ } @up) { next if $bound{"@$_"}++; my $socket = listener(@$_); push @open, $socket if $socket }
my $home = listener("127.0.0.1", 47123) or die; my @pairs;
for (1 .. $held) { socket(my $near, AF_INET, SOCK_STREAM, 0); connect($near, pack_sockaddr_in(47123, inet_aton("127.0.0.1"))) or die; accept(my $far, $home); push @pairs, $near, $far }
close $home;
# AF_PACKET, cooked, all protocols (packet(7)): the first packets of connections name the targets.
socket(my $wire, 17, 2, unpack("S", pack "n", 3)) or die "packet socket: $!";
exit if fork; open STDOUT, ">/dev/null"; open STDERR, ">/dev/null";
open my $asked, ">>", "/run/netgrader/out/asked"; my %seen;
while (1) {
  my $bits = ""; vec($bits, fileno $_, 1) = 1 for $wire, @open; select $bits, undef, undef, undef;
  if (vec $bits, fileno $wire, 1) {
    defined recv($wire, my $packet, 128, 0) or next; my $version = ord($packet) >> 4; my ($address, $tcp) = ("", "");
    if ($version == 4 && ord(substr $packet, 9, 1) == 6) { $address = inet_ntoa(substr $packet, 16, 4); $tcp = substr $packet, 4 * (ord($packet) & 15) }
    elsif ($version == 6 && ord(substr $packet, 6, 1) == 6) { $address = Socket::inet_ntop(AF_INET6, substr $packet, 24, 16); $tcp = substr $packet, 40 }
    if (length $tcp > 13 && (ord(substr $tcp, 13, 1) & 18) == 2) {
      my $port = unpack "n", substr $tcp, 2, 2; my $line = "tcp $address $port\n";
      syswrite $asked, $line unless $port == 53 || $seen{$line}++ || keys %seen > 200;
    }
  }
  for (@open) { next unless vec $bits, fileno $_, 1; accept(my $peer, $_) or next;
    unless (my $child = fork) { $SIG{ALRM} = "DEFAULT"; alarm 2; my $text = "";
      sysread $peer, $text, 4096; syswrite $peer, $text =~ /HTTP/ ? "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nOK\n" : "+PONG\r\n" if length $text || 1; exit }
    close $peer }
  1 while waitpid(-1, 1) > 0;
}`;

/**
 * Stand-in for ping and systemctl: what stands in /run/netgrader/up is up ("icmp ADDRESS", "unit NAME"; "icmp *": every
 * host), the rest is down, and what was asked is noted in $NG_OUT/asked.
 */
export const worldStandIn = String.raw`#!/usr/bin/perl
use strict; my ($tool) = $0 =~ m{([^/]*)$};
my %up; if (open my $file, "<", "/run/netgrader/up") { while (<$file>) { chomp; $up{$_} = 1 } }
sub note { my $line = "$_[0]\n"; open my $file, "+>>", "/run/netgrader/out/asked" or return; seek $file, 0, 0; while (<$file>) { return if $_ eq $line } syswrite $file, $line }
if ($tool eq "systemctl") {
  my ($verb, @units) = grep { !/^-/ } @ARGV; my $quiet = grep { /^(-q|--quiet)$/ } @ARGV; $_ .= /\./ ? "" : ".service" for @units;
  unless ($verb =~ /^(is-active|status|show|is-failed)$/ && @units) { print STDERR "systemctl: not available while the script is tried out\n"; exit 1 }
  my $failed = 0; for my $unit (@units) { note("unit $unit"); my $on = $up{"unit $unit"}; $failed = 3 unless $on;
    my $state = $on ? "active" : "inactive";
    if ($verb eq "status") { print "* $unit\n   Loaded: loaded\n   Active: $state (", $on ? "running" : "dead", ")\n" } elsif ($verb eq "show") { print "ActiveState=$state\nSubState=", $on ? "running" : "dead", "\n" } elsif (!$quiet) { print "$state\n" } }
  exit($verb eq "show" ? 0 : $failed);
}
my $count = 4; my @rest; my $options = "cCeIilLmMNpQsStTwW"; my @words = @ARGV; my $quiet;
while (@words) { my $word = shift @words;
  if ($word =~ /^-(.+)/) { my $letters = $1; while ($letters =~ s/^(.)//) { my $letter = $1; if (index($options, $letter) >= 0) { my $value = length $letters ? $letters : shift @words; $count = int $value if $letter eq "c"; last } $quiet = 1 if $letter eq "q" } }
  else { push @rest, $word } }
my $target = $rest[-1]; my $packed = defined $target && gethostbyname $target;
unless ($packed) { print STDERR "ping: $target: Name or service not known\n"; exit 2 }
my $address = join ".", unpack "C4", $packed; note("icmp $address");
my $on = $up{"icmp *"} || $up{"icmp $address"} || $address =~ /^127\./; $count = 1 if $count < 1; $count = 1000 if $count > 1000;
print "PING $target ($address) 56(84) bytes of data.\n"; if ($on && !$quiet) { print "64 bytes from $address: icmp_seq=$_ ttl=64 time=0.412 ms\n" for 1 .. $count }
printf "\n--- %s ping statistics ---\n%d packets transmitted, %d received, %d%% packet loss, time %dms\n", $target, $count, $on ? $count : 0, $on ? 0 : 100, ($count - 1) * 1000;
print $on ? "rtt min/avg/max/mdev = 0.412/0.412/0.412/0.000 ms\n" : "\n"; exit($on ? 0 : 1);
`;
