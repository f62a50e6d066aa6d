# title: There is only one namespace
# trips: segmentation.segments-exist segmentation.segments-connected segmentation.isolation-holds
set -eu
ip netns delete ml-serving
