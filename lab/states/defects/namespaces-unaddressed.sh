# title: Neither namespace has an address
# trips: segmentation.segments-connected segmentation.isolation-holds
set -eu
ip netns exec ml-training ip addr flush dev veth-train
ip netns exec ml-serving ip addr flush dev veth-serve
