# title: The capture holds echo requests and no connection
# trips: connectivity.capture
set -eu
tcpdump -i any -c 4 -U -w /tmp/capture.pcap icmp 2>/run/tcpdump.said &
until grep -q 'listening on' /run/tcpdump.said; do kill -0 $!; done
ping -c 4 -i 0.2 "$LAB_WORKER" >/dev/null
wait
rm /run/tcpdump.said
install -o student -g student -m 644 /tmp/capture.pcap "$LAB_DOCS/capture.pcap"
