# title: The two ends of one pair join the namespaces
# trips: segmentation.isolation-holds
set -eu
ip link delete veth-train-br
ip link delete veth-serve-br
ip link add veth-train netns ml-training type veth peer name veth-serve netns ml-serving
ip netns exec ml-training ip addr add 10.100.1.2/24 dev veth-train
ip netns exec ml-serving ip addr add 10.100.1.3/24 dev veth-serve
ip netns exec ml-training ip link set veth-train up
ip netns exec ml-serving ip link set veth-serve up
