# title: The capture was made between two other machines
# trips: none
# kind: cheat
# review: connectivity.capture
set -eu
for name in one two; do ip netns add "$name"; done
ip link add name eth1 netns one type veth peer name eth1 netns two
ip -n one addr add 192.168.56.101/24 dev eth1
ip -n two addr add 192.168.56.102/24 dev eth1
for name in one two; do ip -n "$name" link set eth1 up; done
ip netns exec one tcpdump -i eth1 -c 2 -U -w /tmp/capture.pcap tcp 2>/run/tcpdump.said &
until grep -q 'listening on' /run/tcpdump.said; do kill -0 $!; done
ip netns exec one nc -z -w 5 192.168.56.102 443 || true
wait
for name in one two; do ip netns del "$name"; done
rm /run/tcpdump.said
install -o student -g student -m 644 /tmp/capture.pcap "$LAB_DOCS/capture.pcap"
