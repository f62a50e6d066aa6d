# One of the three ends of the firewall arena, in a network namespace of its own. Commands arrive on stdin, a line each;
# every answer ends with "end".
#   listen PORT…           TCP and UDP sockets, IPv4 and IPv6
#   open INTERFACE…        packet sockets, to send frames and to see what arrives
#   batch COUNT            then COUNT lines "INTERFACE HEX", then "INTERFACE HEX" of an ARP request for each interface:
#                          sends all, waits for the answers to the requests, twice, and tells the frames that arrived
#   drain                  tells datagrams and frames that arrived
#   echo                   answers the datagrams that arrived
use strict;
use warnings;
use Socket qw(:all);
use Fcntl;
$| = 1;

my (@tcp, @udp, %link, @order);

sub packet_socket {
  my ($name) = @_;
  socket(my $socket, 17, SOCK_RAW, unpack('S', pack('n', 3))) or die "packet socket: $!\n";
  my $request = pack('a16 x24', $name);
  ioctl($socket, 0x8933, $request) or die "no interface $name\n"; # SIOCGIFINDEX
  my $index = unpack('x16 i', $request);
  setsockopt($socket, SOL_SOCKET, 33, pack('i', 16_000_000));
  bind($socket, pack('S n i S C C a8', 17, 3, $index, 0, 0, 0, '')) or die "bind: $!\n";
  $link{$name} = $socket;
  push @order, $name;
}

sub listen_on {
  my ($port) = @_;
  my $any = pack_sockaddr_in6($port, "\0" x 16);
  socket(my $stream, PF_INET6, SOCK_STREAM, 0) or die "socket: $!\n";
  setsockopt($stream, SOL_SOCKET, SO_REUSEADDR, 1);
  bind($stream, $any) or die "bind: $!\n";
  listen($stream, 4096) or die "listen: $!\n";
  push @tcp, $stream;
  socket(my $datagram, PF_INET6, SOCK_DGRAM, 0) or die "socket: $!\n";
  bind($datagram, $any) or die "bind: $!\n";
  setsockopt($datagram, SOL_SOCKET, 33, pack('i', 4_000_000));
  fcntl($datagram, F_SETFL, O_NONBLOCK) or die "fcntl: $!\n";
  push @udp, $datagram;
}

# Frames that this end did not send itself (packet type 4 is outgoing).
sub frames {
  my ($name, $seen) = @_;
  my $answers = 0;
  while (1) {
    my $from = recv($link{$name}, my $frame, 65536, MSG_DONTWAIT);
    last unless defined $from;
    next if unpack('x10 C', $from) == 4;
    if (unpack('x12 n', $frame) == 0x0806) { $answers++ if unpack('x20 n', $frame) == 2; next }
    push @$seen, "frame $name " . unpack('H*', $frame);
  }
  return $answers;
}

sub batch {
  my ($count) = @_;
  my @frames = map { my $line = <STDIN>; chomp $line; [split / /, $line] } 1 .. $count;
  my @requests = map { my $line = <STDIN>; chomp $line; [split / /, $line] } @order;
  my @seen;
  send($link{$_->[0]}, pack('H*', $_->[1]), 0) for @frames;
  # What waits in a queue of this CPU when the first answer was sent has gone its way when the second is.
  for my $round (1 .. 2) {
    for my $request (@requests) {
      my ($name, $hex) = @$request;
      send($link{$name}, pack('H*', $hex), 0);
      my $answers = 0;
      while (!$answers) {
        vec(my $ready = '', fileno($link{$name}), 1) = 1;
        select($ready, undef, undef, 10) or die "no answer on $name\n";
        $answers = frames($name, \@seen);
      }
    }
  }
  frames($_, \@seen) for @order;
  print "$_\n" for @seen;
}

sub datagrams {
  my ($answer) = @_;
  for my $socket (@udp) {
    while (defined(my $from = recv($socket, my $data, 65536, MSG_DONTWAIT))) {
      if ($answer) { send($socket, 'x', 0, $from) } else { print 'udp ' . unpack('H*', $data) . "\n" }
    }
  }
}

while (my $line = <STDIN>) {
  chomp $line;
  my ($command, @words) = split / /, $line;
  if ($command eq 'listen') { listen_on($_) for @words }
  elsif ($command eq 'open') { packet_socket($_) for @words }
  elsif ($command eq 'batch') { batch($words[0]) }
  elsif ($command eq 'echo') { datagrams(1) }
  elsif ($command eq 'drain') { my @seen; frames($_, \@seen) for @order; print "$_\n" for @seen; datagrams(0) }
  print "end\n";
}
