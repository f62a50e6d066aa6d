# title: What was kept as a capture is tcpdump's text, without the connection's beginning
# trips: connectivity.capture
set -eu
tcpdump -nn -r "$LAB_DOCS/capture.pcap" >/tmp/capture.txt 2>/dev/null
cp /tmp/capture.txt "$LAB_DOCS/capture.pcap"
mv /tmp/capture.txt /tmp/capture.pcap
