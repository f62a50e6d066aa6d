# title: The capture was written by a script that knows no checksums and no clock
# trips: none
# kind: cheat
# review: connectivity.capture
set -eu
perl -e '
  my @client = (split(/\./, $ARGV[0]), 40000); my @server = (split(/\./, $ARGV[1]), 443);
  print pack "VvvVVVV", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1;
  for ([\@client, \@server, 100, 0, 2], [\@server, \@client, 900, 101, 18], [\@client, \@server, 101, 901, 16]) {
    my ($from, $to, $seq, $ack, $flags) = @$_;
    my $packet = "\2" x 12 . pack("n", 0x800) . pack("CCnnnCCn", 0x45, 0, 40, 0, 0, 64, 6, 0) . pack("C4C4", @$from[0 .. 3], @$to[0 .. 3])
      . pack("nnNNCCnnn", $$from[4], $$to[4], $seq, $ack, 0x50, $flags, 65535, 0, 0);
    print pack("V4", 1000000000, 0, length $packet, length $packet), $packet;
  }' "$LAB_ADDRESS" "$LAB_WORKER" >/tmp/capture.pcap
install -o student -g student -m 644 /tmp/capture.pcap "$LAB_DOCS/capture.pcap"
