# title: Namespaces were made, and nothing was moved into them
# trips: segmentation.segments-connected segmentation.isolation-holds
set -eu
for pair in train:ml-training serve:ml-serving; do
  ip link delete "veth-${pair%%:*}-br"
done
