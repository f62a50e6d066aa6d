# title: The end in the second namespace has no address
# trips: segmentation.segments-connected
set -eu
ip netns exec ml-serving ip addr flush dev veth-serve
