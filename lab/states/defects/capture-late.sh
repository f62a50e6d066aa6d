# title: The capture was begun when the connection was long made
# trips: connectivity.capture
set -eu
# Everything but the packets with SYN; tcpdump reads the first file whole before it writes the next.
tcpdump -r "$LAB_DOCS/capture.pcap" -w /tmp/late.pcap 'tcp[tcpflags] & tcp-syn == 0' 2>/dev/null
cp /tmp/late.pcap "$LAB_DOCS/capture.pcap"
mv /tmp/late.pcap /tmp/capture.pcap
