# title: The end in the second namespace was never set up
# trips: segmentation.segments-connected
set -eu
ip netns exec ml-serving ip link set veth-serve down
