# title: A reboot erased the namespaces
# trips: segmentation.segments-exist segmentation.segments-connected segmentation.isolation-holds
set -eu
ip netns delete ml-training
ip netns delete ml-serving
