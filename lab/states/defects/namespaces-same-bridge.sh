# title: Both outer ends are ports of one bridge
# trips: segmentation.isolation-holds
set -eu
ip link add br-ml type bridge
ip link set br-ml up
for pair in train serve; do
  ip link set "veth-$pair-br" master br-ml
  ip link set "veth-$pair-br" up
done
ip netns exec ml-training ip route add 10.100.2.0/24 dev veth-train
ip netns exec ml-serving ip route add 10.100.1.0/24 dev veth-serve
