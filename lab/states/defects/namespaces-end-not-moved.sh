# title: The second pair stayed outside its namespace
# trips: segmentation.segments-connected
set -eu
ip netns exec ml-serving ip link set veth-serve netns 1
