# title: The machine routes between the namespaces and lets everything through
# trips: segmentation.isolation-holds
set -eu
sysctl -qw net.ipv4.ip_forward=1
ip addr add 10.100.1.1/24 dev veth-train-br
ip addr add 10.100.2.1/24 dev veth-serve-br
ip link set veth-train-br up
ip link set veth-serve-br up
ip netns exec ml-training ip route add default via 10.100.1.1
ip netns exec ml-serving ip route add default via 10.100.2.1
iptables -I FORWARD -i veth-train-br -o veth-serve-br -j ACCEPT
iptables -I FORWARD -i veth-serve-br -o veth-train-br -j ACCEPT
