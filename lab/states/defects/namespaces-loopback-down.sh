# title: The loopback of the first namespace was never set up, so its own address does not answer
# trips: segmentation.segments-connected
set -eu
ip netns exec ml-training ip link set lo down
